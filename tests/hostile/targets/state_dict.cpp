// Any bytes as a PyTorch file, in two ways, chosen by the first byte: as the whole zip archive, or as the pickle of an
// archive that is sound.
#include "sw/checkpoint/state_dict.hpp"

#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/checkpoints.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {
namespace {

void read(std::span<const std::byte> bytes) {
  // A zip archive may unpack to 20 times its size and to 4 MiB in any case; tensors may share what they are made of.
  const AllocationBound bound(bytes.size(), 4000, std::size_t{32} << 20);
  const InputFile file = InputFile::from_bytes(bytes, "fuzz");
  const Result<ZipArchive> archive = ZipArchive::open(file);
  if (!archive) return promise_faults(archive.error());
  promise_checkpoint(read_state_dict(file, *archive, ""));
  promise_checkpoint(read_state_dict(file, *archive, "model.a"));
}

}  // namespace

void state_dict(Bytes bytes) {
  if (bytes.empty()) return;
  if (bytes[0] == 'P') return read(std::as_bytes(bytes));
  const std::string content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  ZipWriter zip;
  zip.add("a/data.pkl", content.substr(content[0] == '\x80' ? 0 : 1));
  for (const std::size_t size : {48U, 16U, 8U, 24U, 4U})
    zip.add("a/data/" + std::to_string(size), std::string(size, 'x'));
  const std::string archive = zip.finish();
  read(std::as_bytes(std::span(archive)));
}

}  // namespace rtl4ml::hostile
