#include "sim/signature.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kFileLimit = std::uint64_t{64} << 20;
constexpr int kMaxFeatures = 1 << 24;
constexpr std::int64_t kMaxBeatBits = 1 << 20;
constexpr std::int64_t kMaxCycles = std::int64_t{1} << 40;
constexpr std::size_t kMaxFaults = 100;  // more help nobody, and a file may hold millions

/// Reads fields and keeps the faults: where a field is missing or of the wrong kind, it returns an empty value.
class Reader {
 public:
  explicit Reader(std::string place) : place_(std::move(place)) {}

  void complain(const std::string& message) {
    if (errors_.size() < kMaxFaults)
      errors_.push_back({"sim.signature", place_, message, "generate the design again: rtl4ml generate"});
  }

  const Json& object(const Json& from, const char* key, const std::string& where) {
    if (from.is_object() && from.contains(key) && from.at(key).is_object()) return from.at(key);
    complain(fmt::format("{}{} is not an object", where, key));
    return nothing_;
  }

  const Json& list(const Json& from, const char* key, const std::string& where) {
    if (from.is_object() && from.contains(key) && from.at(key).is_array()) return from.at(key);
    complain(fmt::format("{}{} is not a list", where, key));
    return nothing_;
  }

  /// A name that goes into source files and command lines.
  std::string identifier(const Json& from, const char* key, const std::string& where) {
    return legal_name(from, key, where, "", "an identifier");
  }

  /// The design's name, as configs may give it; it goes into names of folders.
  std::string design_name(const Json& from) { return legal_name(from, "design", "", "-.", "a design's name"); }

  /// A name of letters, digits, '_' and `others`, which it does not begin with.
  std::string legal_name(const Json& from, const char* key, const std::string& where, std::string_view others,
                         const char* what) {
    const std::string name = text(from, key, where);
    const auto legal = [others](char letter) {
      return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' ||
             others.find(letter) != std::string_view::npos;
    };
    const bool begins_well = name.empty() || others.find(name.front()) == std::string_view::npos;
    if (!begins_well || !std::all_of(name.begin(), name.end(), legal)) {
      complain(fmt::format("{}{} '{}' is not {}", where, key, name, what));
      return "";
    }
    return name;
  }

  std::string text(const Json& from, const char* key, const std::string& where) {
    if (from.is_object() && from.contains(key) && from.at(key).is_string() &&
        !from.at(key).get<std::string>().empty()) {
      return from.at(key).get<std::string>();
    }
    complain(fmt::format("{}{} is not a name", where, key));
    return "";
  }

  std::int64_t integer(const Json& from, const char* key, const std::string& where, std::int64_t low,
                       std::int64_t high) {
    if (from.is_object() && from.contains(key) && from.at(key).is_number_integer()) {
      const Json& number = from.at(key);
      const auto value = number.get<std::int64_t>();
      const bool wrapped = number.is_number_unsigned() && value < 0;  // 2^63 and more
      if (value >= low && value <= high && !wrapped) return value;
    }
    complain(fmt::format("{}{} is not an integer from {} to {}", where, key, low, high));
    return low;
  }

  StreamSignature stream(const Json& from, const std::string& where) {
    StreamSignature stream;
    stream.port = identifier(from, "port", where);
    stream.valid = identifier(from, "valid", where);
    stream.ready = identifier(from, "ready", where);
    stream.features = static_cast<int>(integer(from, "features", where, 1, kMaxFeatures));
    stream.parallelism = static_cast<int>(integer(from, "parallelism", where, 1, kMaxFeatures));
    stream.beats = static_cast<int>(integer(from, "beats", where, 1, kMaxFeatures));
    const Json& type = object(from, "type", where);
    stream.type.width = static_cast<int>(integer(type, "width", where + "type.", 1, kMaxWidth));
    stream.type.frac_width = static_cast<int>(integer(type, "frac_width", where + "type.", -64, 64));
    stream.type.is_signed = type.is_object() && type.value("signed", Json(true)) == Json(true);
    if (stream.beats != (stream.features + stream.parallelism - 1) / stream.parallelism) {
      complain(fmt::format("{}beats is {}, but {} features at {} a beat are {}", where, stream.beats, stream.features,
                           stream.parallelism, (stream.features + stream.parallelism - 1) / stream.parallelism));
    }
    if (stream.beat_bits() > kMaxBeatBits) complain(fmt::format("{}a beat has {} bits", where, stream.beat_bits()));
    return stream;
  }

  StreamSignature only_stream(const Json& from, const char* key) {
    const Json& streams = list(from, key, "");
    if (streams.size() == 1) return stream(streams.at(0), fmt::format("{}[0].", key));
    if (streams.is_array()) complain(fmt::format("{} lists {} streams; exactly one is supported", key, streams.size()));
    return {};
  }

  LayerSignature layer(const Json& from, const std::string& where) {
    LayerSignature layer;
    layer.name = text(from, "name", where);
    layer.identifier = identifier(from, "identifier", where);
    layer.operator_name = text(from, "operator", where);
    layer.module = identifier(from, "module", where);
    if (from.is_object() && from.contains("model_layer")) {
      layer.model_layer = static_cast<int>(integer(from, "model_layer", where, 0, 1 << 20));
    }
    layer.latency_cycles = integer(from, "latency_cycles", where, 0, kMaxCycles);
    layer.interval_cycles = integer(from, "interval_cycles", where, 0, kMaxCycles);
    layer.output = stream(object(from, "output", where), where + "output.");
    return layer;
  }

  std::optional<ReloadSignature> reload(const Json& from) {
    if (!from.contains("reload")) return std::nullopt;
    const Json& bus = object(from, "reload", "");
    ReloadSignature reload;
    reload.valid = identifier(bus, "valid", "reload.");
    reload.address = identifier(bus, "address", "reload.");
    reload.data = identifier(bus, "data", "reload.");
    reload.address_width = static_cast<int>(integer(bus, "address_width", "reload.", 1, 30));
    return reload;
  }

  [[nodiscard]] Errors take_errors() { return std::move(errors_); }

 private:
  std::string place_;
  Errors errors_;
  Json nothing_;
};

DesignSignature read_fields(Reader& reader, const Json& json) {
  DesignSignature design;
  reader.integer(json, "format", "", 1, 1);
  design.design = reader.design_name(json);
  design.top = reader.identifier(json, "top", "");
  const Json& clock = reader.object(json, "clock", "");
  design.clock = reader.identifier(clock, "port", "clock.");
  const Json mhz = clock.is_object() ? clock.value("mhz", Json(100.0)) : Json(100.0);
  design.clock_mhz = mhz.is_number() ? mhz.get<double>() : 0.0;
  if (!(design.clock_mhz >= 0.001 && design.clock_mhz <= 100'000.0))
    reader.complain("clock.mhz is not 0.001 to 100000");
  design.reset = reader.identifier(reader.object(json, "reset", ""), "port", "reset.");
  design.input = reader.only_stream(json, "inputs");
  design.output = reader.only_stream(json, "outputs");
  design.reload = reader.reload(json);
  design.latency_cycles = reader.integer(json, "latency_cycles", "", 1, kMaxCycles);
  design.interval_cycles = reader.integer(json, "interval_cycles", "", 1, kMaxCycles);
  const Json& layers = reader.list(json, "layers", "");
  for (std::size_t i = 0; i < layers.size(); ++i) {
    design.layers.push_back(reader.layer(layers.at(i), fmt::format("layers[{}].", i)));
  }
  const Json& files = reader.list(json, "files", "");
  for (const Json& file : files) {
    if (file.is_string()) design.files.push_back(file.get<std::string>());
  }
  return design;
}

}  // namespace

std::int64_t DesignSignature::half_period_ps() const {
  return std::max<std::int64_t>(1, std::llround(1e6 / clock_mhz / 2.0));
}

Result<DesignSignature> read_signature(const std::filesystem::path& file) {
  const Result<std::string> text = read_file(file, kFileLimit);
  if (!text) {
    return fault("sim.signature", file.string(), text.error().front().message,
                 "generate the design first: rtl4ml generate");
  }
  const Json json = Json::parse(*text, nullptr, false);
  Reader reader(file.string());
  if (json.is_discarded() || !json.is_object()) {
    reader.complain("is not JSON");
    return faults(reader.take_errors());
  }
  DesignSignature design = read_fields(reader, json);
  Errors errors = reader.take_errors();
  if (!errors.empty()) return faults(std::move(errors));
  return design;
}

}  // namespace rtl4ml
