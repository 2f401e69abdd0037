// Any bytes as a TorchScript archive, or as the pickles of one that is sound: all that is looked at before LibTorch,
// which trusts what it reads, gets the file.
#include "sw/checkpoint/state_dict.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/checkpoints.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {
namespace {

void check(std::span<const std::byte> bytes) {
  const AllocationBound bound(bytes.size(), 2000, std::size_t{32} << 20);
  const InputFile file = InputFile::from_bytes(bytes, "fuzz");
  const Result<ZipArchive> archive = ZipArchive::open(file);
  if (!archive) return promise_faults(archive.error());
  (void)is_torchscript(*archive);
  const Result<void> sound = check_torchscript(file, *archive);
  if (!sound) promise_faults(sound.error());
}

}  // namespace

void torchscript(Bytes bytes) {
  if (bytes.empty()) return;
  if (bytes[0] == 'P') return check(std::as_bytes(bytes));
  const std::string content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  ZipWriter zip;
  zip.add("a/data.pkl", content.substr(content[0] == '\x80' ? 0 : 1));
  zip.add("a/constants.pkl", content);
  zip.add("a/code/x.py", "");
  for (const char* const folder : {"a/data/", "a/constants/"}) {
    for (const std::size_t size : {48U, 16U, 4U}) zip.add(folder + std::to_string(size), std::string(size, 'x'));
  }
  const std::string archive = zip.finish();
  check(std::as_bytes(std::span(archive)));
}

}  // namespace rtl4ml::hostile
