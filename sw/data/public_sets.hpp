// Public data sets that the project does not ship: found through the environment variable RTL4ML_DATA.
#pragma once

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// "mnist": mnist/{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz; 784 pixels / 255; 60,000 train, 10,000 test.
/// "optdigits": optdigits/optdigits.{tra,tes}; 64 pixels / 16; 3,823 train, 1,797 test.
/// "jets": jets/jsc_test1000_standardised.csv; 16 features; 1,000 test; it has no train split, nothing may train or
/// calibrate on it. Errors: data.directory (RTL4ML_DATA not set, or without the folder), data.split, data.shape, and
/// those of the readers
[[nodiscard]] Result<Dataset> load_public_set(const std::string& name, Split split, std::int64_t count);

}  // namespace rtl4ml
