#include "sw/checkpoint/pickle.hpp"

#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {
namespace {

Result<PickleValues> read(const std::string& text, PickleGlobals globals = PickleGlobals::kStateDict) {
  return read_pickle(text, "x.pt", globals);
}

/// The root of a pickle that holds one value.
PickleValue value(const std::string& opcodes) {
  const Result<PickleValues> read_values = read(opcode::pickle(opcodes));
  INFO(why(read_values));
  REQUIRE(read_values);
  return read_values->values[read_values->root];
}

}  // namespace

TEST_CASE("pickled numbers and texts come through", "[checkpoint]") {
  CHECK(value("N").kind == PickleValue::Kind::kNone);
  CHECK(value("\x88").number == 1);
  CHECK(value("\x89").kind == PickleValue::Kind::kBool);
  CHECK(value("K\xff").number == 255);
  CHECK(value(std::string("M\x00\x01", 3)).number == 256);
  CHECK(value("J\xfe\xff\xff\xff").number == -2);
  CHECK(value("\x8a\x01\x80").number == -128);
  CHECK(value(std::string("\x8a\x00", 2)).number == 0);
  CHECK(value(opcode::integer(INT64_MIN)).number == INT64_MIN);
  CHECK(value("\x8a\x09" + std::string(9, '\x01')).kind == PickleValue::Kind::kOpaque);  // beyond 64 bits
  CHECK(value(std::string("\x8b\x01\x00\x00\x00\x07", 6)).number == 7);
  CHECK(value(std::string("G\x3f\xd0\x00\x00\x00\x00\x00\x00", 9)).real == 0.25);
  CHECK(value(opcode::text("schön")).text == "schön");
  CHECK(value("\x8c\x02hi").text == "hi");
  CHECK(value("U\x02hi").text == "hi");
  CHECK(value("C\x02hi").kind == PickleValue::Kind::kOpaque);
}

TEST_CASE("pickled containers keep their items", "[checkpoint]") {
  CHECK(value(")").items.empty());
  CHECK(value("K\x01K\x02K\x03\x87").items.size() == 3);
  CHECK(value("(K\x01K\x02l").kind == PickleValue::Kind::kList);
  CHECK(value("](K\x01K\x02"
              "eK\x03"
              "a")
            .items.size() == 3);
  CHECK(value("}K\x01K\x02s(K\x03K\x04u").items.size() == 4);
  CHECK(value("(K\x01K\x02"
              "d")
            .items.size() == 2);
  CHECK(value("\x8f(K\x01\x90").kind == PickleValue::Kind::kOpaque);
  CHECK(value("ccollections\nOrderedDict\n)RK\x01K\x02s").kind == PickleValue::Kind::kDict);
  CHECK(value("K\x07q\x05"
              "0h\x05")
            .number == 7);  // put, pop, get
  CHECK(value("K\x07\x94"
              "0" +
              std::string("h\x00", 2))
            .number == 7);  // memoize
  CHECK(value("(K\x01"
              "1K\x02")
            .number == 2);  // pop_mark
}

TEST_CASE("pickles that name code are refused before anything could run", "[checkpoint]") {
  const auto fault_of = [](const std::string& module, const std::string& name) {
    return read(opcode::pickle(opcode::global(module, name) + opcode::tuple({opcode::text("x")}) + "R"));
  };
  check_fault(fault_of("posix", "system"), "checkpoint.forbidden", "posix.system");
  check_fault(fault_of("builtins", "eval"), "checkpoint.forbidden", "nothing was run");
  check_fault(fault_of("torch", "load"), "checkpoint.forbidden", "torch.load");
  check_fault(fault_of("__torch__", "Net"), "checkpoint.forbidden", "__torch__.Net");
  check_fault(fault_of("torch.nn.modules.linear", "Linear"), "checkpoint.pickled_module", "state_dict()");
  check_fault(fault_of("__main__", "Net"), "checkpoint.pickled_module", "__main__.Net");
  CHECK(read(opcode::pickle(opcode::global("__torch__", "Net") + ")\x81"), PickleGlobals::kTorchScript));
  // The name put together on the stack, as protocol 4 does.
  check_fault(read(opcode::pickle("\x8c\x05posix\x8c\x06system\x93")), "checkpoint.forbidden", "posix.system");
}

TEST_CASE("damaged pickles are refused", "[checkpoint]") {
  for (const std::string& bad : {std::string(),
                                 std::string("\x80"),
                                 std::string("\x80\x01."),
                                 std::string("\x80\x02"),
                                 std::string("\x80\x02."),
                                 std::string("\x80\x02K"),
                                 std::string("\x80\x02K\x01K\x02."),
                                 std::string("\x80\x02t."),
                                 std::string("\x80\x02(t"),
                                 std::string("\x80\x02h\x05."),
                                 std::string("\x80\x02q\x05."),
                                 std::string("\x80\x02K\x01K\x02K\x03s."),
                                 std::string("\x80\x02}(K\x01u."),
                                 std::string("\x80\x02K\x01(K\x01u."),
                                 std::string("\x80\x02K\x01K\x02"
                                             "a."),
                                 std::string("\x80\x02X\xff\xff\xff\xff."),
                                 std::string("\x80\x02\x8d\xff\xff\xff\xff\xff\xff\xff\xff."),
                                 std::string("\x80\x02K\x01(0"
                                             "0."),
                                 std::string("\x80\x02K\x01)R."),
                                 std::string("\x80\x02K\x01Q."),
                                 std::string("\x80\x02"
                                             "ccollections"),
                                 std::string("\x80\x02K\x01K\x02\x93."),
                                 std::string("\x80\x02(K\x01"
                                             "2"),
                                 std::string("\x80\x02(}K\x01K\x02s."),
                                 std::string("\x80\x02K\x01(b."),
                                 std::string("\x80\x02K\x01K\x02(\x86l.")}) {
    INFO(nlohmann::json::binary(std::vector<std::uint8_t>(bad.begin(), bad.end())).dump());
    const Result<PickleValues> result = read(bad);
    REQUIRE_FALSE(result);
    CHECK(result.error().front().code == "checkpoint.pickle");
  }
  check_fault(read("\x80\x02I7\n."), "checkpoint.pickle", "opcode 0x49");
}

TEST_CASE("a pickle of millions of values is refused", "[checkpoint]") {
  std::string many = "](";
  for (int i = 0; i < 4'000'001; ++i) many += "K\x01";
  check_fault(read(opcode::pickle(many + "e")), "checkpoint.too_large", "4000000 values");
}

TEST_CASE("a pickle costs memory by its size, not by its size squared", "[checkpoint]") {
  // One large tuple as the persistent id of many storages: each would be a copy.
  const std::string nine = std::string("(") + "NNNNNNNNN" + "tq\x01";
  check_fault(read(opcode::pickle(nine + "Q")), "checkpoint.pickle", "too many fields");
  CHECK(read(opcode::pickle(std::string("(") + "NNNNNNNN" + "tq\x01" + "Q")));
  // One long text as part of many names.
  const std::string text = opcode::text(std::string(1'000'000, 'x'));
  check_fault(read(opcode::pickle(text + "q\x01" + "h\x01\x93")), "checkpoint.forbidden", "xxx");
}

TEST_CASE("deep nesting and cycles need no recursion", "[checkpoint]") {
  std::string deep = ")";
  for (int i = 0; i < 1'000'000; ++i) deep += "\x85";
  CHECK(read(opcode::pickle(deep)));
  CHECK(
      read(opcode::pickle("]q\x05h\x05"
                          "a")));
}

}  // namespace rtl4ml
