// A campaign's result: a line for people, and the result files that the assurance page is made from.
#pragma once

#include <string>

#include "sim/fuzz/campaign.hpp"

namespace rtl4ml {

/// "fuzz: 500 networks of seed 1 (...) equal the oracle ...", or which one failed and how.
[[nodiscard]] std::string fuzz_summary(const CampaignOptions& options, const CampaignReport& report);

/// build/results/fuzz.json: {"rung", "command", "passed", "summary", "figures"}; figures are flat.
[[nodiscard]] std::string fuzz_result(const CampaignOptions& options, const CampaignReport& report);

/// build/results/icarus.json: what the second, four-state simulator saw of the same campaign.
[[nodiscard]] std::string icarus_result(const CampaignReport& report);

/// The head of a failure's config: what failed, of which network, how it was made smaller. Lines that begin with "# ".
[[nodiscard]] std::string failure_comment(const CampaignOptions& options, const CampaignFailure& failure);

}  // namespace rtl4ml
