#include "tests/mutation/source/find_mutants.hpp"

#include <algorithm>
#include <array>

#include "tests/mutation/source/collector.hpp"

namespace rtl4ml::mutation {
namespace {

constexpr std::array<std::string_view, 6> kTypes = {"logic", "int", "bit", "genvar", "reg", "wire"};

bool is_type(const Token& token) { return std::find(kTypes.begin(), kTypes.end(), token.text) != kTypes.end(); }

/// Reads a file statement by statement and hands every expression to the collector.
class Walker {
 public:
  Walker(const std::string& file, std::string_view text, const Ports& ports)
      : tokens_(tokens_of(text)), cursor_(tokens_), collector_(file, text), ports_(ports) {}

  std::vector<Mutant> walk() {
    while (cursor_.peek().kind != TokenKind::kEnd) {
      const bool package = cursor_.at("package");
      cursor_.expect(package ? "package" : "module");
      const auto known = ports_.find(std::string(cursor_.expect_name().text));
      if (known != ports_.end()) scalars_ = known->second.scalars;
      if (cursor_.at("#")) parameters();
      if (cursor_.at("(")) skip_balanced();
      cursor_.expect(";");
      const std::string_view end = package ? "endpackage" : "endmodule";
      while (!cursor_.skip(end)) item();
    }
    return collector_.finish();
  }

 private:
  // Places -----------------------------------------------------------------------------------------------------------

  /// The statement from `begin` to the token taken last.
  [[nodiscard]] Context context(std::size_t begin, Moment moment) const {
    return {begin, cursor_.last_end(), icarus_ ? Moment::kIcarus : moment, guard_};
  }

  std::size_t start() {
    icarus_ = cursor_.peek().for_icarus_only;
    return cursor_.peek().begin;
  }

  void skip_balanced() {
    int depth = 0;
    do {
      const Token& token = cursor_.take();
      if (token.kind == TokenKind::kEnd) throw NotUnderstood{token.begin, "a bracket is not closed"};
      if (token.is("(") || token.is("{") || token.is("[")) ++depth;
      if (token.is(")") || token.is("}") || token.is("]")) --depth;
    } while (depth > 0);
  }

  void skip_statement() {
    while (!cursor_.at(";")) {
      if (cursor_.at("("))
        skip_balanced();
      else
        cursor_.take();
    }
    cursor_.expect(";");
  }

  [[nodiscard]] std::size_t end_of_statement() const {
    std::size_t ahead = 0;
    while (!cursor_.peek(ahead).is(";") && cursor_.peek(ahead).kind != TokenKind::kEnd) ++ahead;
    return cursor_.peek(ahead).end();
  }

  void skip_label() {
    if (cursor_.skip(":")) cursor_.expect_name();
  }

  // Declarations -----------------------------------------------------------------------------------------------------

  /// #(parameter int NAME = value, ...): every caller gives its own values, except to those that are computed.
  void parameters() {
    cursor_.expect("#");
    cursor_.expect("(");
    do {
      const std::size_t begin = start();
      cursor_.expect("parameter");
      if (is_type(cursor_.peek())) cursor_.take();
      cursor_.expect_name();
      cursor_.expect("=");
      const Expression value = expression_at(cursor_);
      if (value.shape != Shape::kNumber) collector_.mutate(context(begin, Moment::kElaboration), value);
    } while (cursor_.skip(","));
    cursor_.expect(")");
  }

  /// Type words and ranges of a declaration. True where it declares single bits.
  bool type(bool mutate_width) {
    bool scalar = !cursor_.at("int") && !cursor_.at("genvar");
    if (is_type(cursor_.peek())) cursor_.take();
    if (cursor_.at("signed")) {
      const Token& sign = cursor_.take();
      signs_.push_back(sign);
    }
    while (cursor_.at("[")) {
      scalar = false;
      cursor_.expect("[");
      const Expression high = expression_at(cursor_);
      cursor_.expect(":");
      expression_at(cursor_);
      cursor_.expect("]");
      if (mutate_width && high.shape != Shape::kNumber) widths_.push_back(high);
    }
    return scalar;
  }

  /// The mutants of the types that were read since the last call: one bit narrower, unsigned.
  void mutate_types(const Context& place) {
    for (const Expression& high : widths_) {
      collector_.add(place, "width", high, "(" + collector_.text(high) + ") - 1");
    }
    for (const Token& sign : signs_) collector_.add(place, "sign", sign.begin, sign.end(), "");
    widths_.clear();
    signs_.clear();
  }

  /// logic [W-1:0] a, b[0:N-1] = x;
  void declaration() {
    const std::size_t begin = start();
    const bool scalar = type(true);
    do {
      const std::string name(cursor_.expect_name().text);
      if (scalar) scalars_.insert(name);
      if (cursor_.at("[")) skip_balanced();
      if (cursor_.skip("=")) expression_at(cursor_);
    } while (cursor_.skip(","));
    cursor_.expect(";");
    mutate_types(context(begin, Moment::kElaboration));
  }

  /// localparam type NAME = value, ...;
  void constants() {
    const std::size_t begin = start();
    cursor_.take();
    type(false);
    const bool guard = cursor_.peek().text.starts_with("BAD_");
    std::vector<Expression> values;
    do {
      cursor_.expect_name();
      cursor_.expect("=");
      values.push_back(expression_at(cursor_));
    } while (cursor_.skip(","));
    cursor_.expect(";");
    guard_ = guard;
    const Context place = context(begin, Moment::kElaboration);
    mutate_types(place);
    for (const Expression& value : values) {
      collector_.mutate(place, value);
    }
    guard_ = false;
  }

  void function() {
    cursor_.expect("function");
    cursor_.skip("automatic");
    type(false);
    cursor_.expect_name();
    skip_balanced();
    cursor_.expect(";");
    constant_ = true;
    while (!cursor_.skip("endfunction")) statement(false);
    constant_ = false;
    widths_.clear();
    signs_.clear();
  }

  // Items of modules
  // ---------------------------------------------------------------------------------------------------

  void item() {
    const Token& first = cursor_.peek();
    if (first.is("localparam")) return constants();
    if (is_type(first)) return declaration();
    if (first.is("assign")) return assignment();
    if (first.is("always_ff") || first.is("always_comb") || first.is("initial")) return process();
    if (first.is("function")) return function();
    if (first.is("if")) return generate_if();
    if (first.is("for")) return generate_for();
    if (first.is("begin")) return generate_block();
    if (first.is(";")) return static_cast<void>(cursor_.take());
    if (first.text.starts_with("$")) return skip_statement();
    instance();
  }

  void generate_block() {
    if (!cursor_.skip("begin")) return item();
    skip_label();
    while (!cursor_.skip("end")) item();
  }

  void generate_if() {
    const std::size_t begin = start();
    cursor_.expect("if");
    cursor_.expect("(");
    const Expression condition = expression_at(cursor_);
    cursor_.expect(")");
    guard_ = refuses();
    mutate_condition(context(begin, Moment::kElaboration), condition);
    guard_ = false;
    generate_block();
    if (cursor_.skip("else")) generate_block();
  }

  /// Whether the block that follows does nothing but to stop the tools.
  [[nodiscard]] bool refuses() const {
    for (std::size_t ahead = 0; ahead < 5; ++ahead) {
      if (cursor_.peek(ahead).is("$error") || cursor_.peek(ahead).is("$fatal")) return true;
    }
    return false;
  }

  void generate_for() {
    loop_header();
    generate_block();
  }

  /// for (genvar i = 0; i < N; i = i + 1)
  void loop_header() {
    const std::size_t begin = start();
    cursor_.expect("for");
    cursor_.expect("(");
    if (is_type(cursor_.peek())) cursor_.take();
    cursor_.expect_name();
    cursor_.expect("=");
    const Expression first = expression_at(cursor_);
    cursor_.expect(";");
    const Expression condition = expression_at(cursor_);
    cursor_.expect(";");
    while (!cursor_.at(")")) cursor_.take();  // the step: another one would never end
    cursor_.expect(")");
    const Context place = context(begin, Moment::kElaboration);
    collector_.mutate(place, first);
    collector_.mutate(place, condition);
  }

  void assignment() {
    const std::size_t begin = start();
    cursor_.expect("assign");
    const Expression target = target_at(cursor_);
    cursor_.expect("=");
    const Expression value = expression_at(cursor_);
    cursor_.expect(";");
    if (is_unused(target)) return;
    const Context place = context(begin, Moment::kRunTime);
    collector_.mutate_target(place.at(Moment::kElaboration), target);
    mutate_value(place, target, value);
  }

  /// module #(.A(1)) name (.x(y)); or, by position, module #(1) name (y);
  void instance() {
    start();
    const std::string module(cursor_.expect_name().text);
    if (cursor_.skip("#")) {
      connections([&](const Context& place, const std::string&, const Expression& value) {
        if (value.shape != Shape::kName) collector_.mutate(place.at(Moment::kElaboration), value);
      });
    }
    cursor_.expect_name();
    const auto known = ports_.find(module);
    if (known == ports_.end()) throw NotUnderstood{cursor_.peek().begin, "no module " + module + " in the library"};
    std::size_t position = 0;
    connections([&](const Context& place, const std::string& name, const Expression& value) {
      const std::string& port = name.empty() ? known->second.all.at(position) : name;
      ++position;
      if (known->second.outputs.contains(port)) {
        collector_.mutate_target(place.at(Moment::kElaboration), value);
      } else if (port != "clk") {
        mutate_input(place, value);
      }
    });
    cursor_.expect(";");
  }

  /// (.name(value), ...) or (value, ...)
  template <class Each>
  void connections(Each each) {
    cursor_.expect("(");
    do {
      const std::size_t begin = start();
      std::string name;
      const bool named = cursor_.skip(".");
      if (named) {
        name = cursor_.expect_name().text;
        cursor_.expect("(");
      }
      const Expression value = expression_at(cursor_);
      if (named) cursor_.expect(")");
      each(context(begin, Moment::kRunTime), name, value);
    } while (cursor_.skip(","));
    cursor_.expect(")");
  }

  void mutate_input(const Context& place, const Expression& value) {
    if (value.shape == Shape::kName) {
      collector_.add(place, "stuck", value, "'0");
      if (scalars_.contains(collector_.text(value))) collector_.add(place, "stuck", value, "1'b1");
    }
    collector_.mutate(place, value);
  }

  // Statements
  // -----------------------------------------------------------------------------------------------------------

  void process() {
    const bool clocked = cursor_.at("always_ff");
    start();
    cursor_.take();
    if (cursor_.skip("@")) skip_balanced();
    statement(clocked);
  }

  [[nodiscard]] Moment moment() const { return constant_ ? Moment::kElaboration : Moment::kRunTime; }

  void statement(bool clocked) {
    const Token& first = cursor_.peek();
    if (cursor_.skip("begin")) {
      skip_label();
      while (!cursor_.skip("end")) statement(clocked);
    } else if (first.is("if")) {
      const std::size_t begin = start();
      cursor_.expect("if");
      cursor_.expect("(");
      const Expression condition = expression_at(cursor_);
      cursor_.expect(")");
      guard_ = refuses();
      Context place = context(begin, moment());
      place.end = end_of_statement();  // what it decides about tells conditions apart
      mutate_condition(place, condition);
      guard_ = false;
      statement(clocked);
      if (cursor_.skip("else")) statement(clocked);
    } else if (first.is("for")) {
      loop_header();
      statement(clocked);
    } else if (is_type(first)) {
      declaration();
    } else if (first.text.starts_with("$")) {
      skip_statement();
    } else {
      step(clocked);
    }
  }

  /// target = value; or target <= value;
  void step(bool clocked) {
    const std::size_t begin = start();
    const Expression target = target_at(cursor_);
    if (!cursor_.skip("<=")) cursor_.expect("=");
    const Expression value = expression_at(cursor_);
    cursor_.expect(";");
    const Context place = context(begin, moment());
    collector_.mutate_target(place, target);
    if (clocked) collector_.add(place, "hold", value, collector_.text(target));
    if (constant_)
      collector_.mutate(place, value);
    else
      mutate_value(place, target, value);
  }

  void mutate_condition(const Context& place, const Expression& condition) {
    const bool equality = condition.op == "==" || condition.op == "!=";  // the mutants of the operator negate it
    if (!equality) collector_.add(place, "condition", condition, "!(" + collector_.text(condition) + ")");
    if (place.moment == Moment::kRunTime) {
      collector_.add(place, "condition", condition, "1'b0");
      collector_.add(place, "condition", condition, "1'b1");
    } else if (place.guard || place.moment == Moment::kIcarus) {
      collector_.add(place, "condition", condition, "0");
    }
    collector_.mutate(place, condition);
  }

  /// What is assigned: stuck, and the mutants of its expression.
  void mutate_value(const Context& place, const Expression& target, const Expression& value) {
    if (scalars_.contains(collector_.text(target))) {
      collector_.add(place, "stuck", value, "1'b0");
      collector_.add(place, "stuck", value, "1'b1");
    } else if (value.shape == Shape::kName) {
      collector_.add(place, "stuck", value, "'0");
    }
    collector_.mutate(place, value);
  }

  /// Nets that only tell the linter that something is not used.
  [[nodiscard]] bool is_unused(const Expression& target) const { return collector_.text(target).starts_with("unused"); }

  std::vector<Token> tokens_;
  Cursor cursor_;
  Collector collector_;
  const Ports& ports_;
  std::set<std::string> scalars_;
  std::vector<Expression> widths_;
  std::vector<Token> signs_;
  bool icarus_ = false;    // the statement is for Icarus only
  bool guard_ = false;     // it checks parameters
  bool constant_ = false;  // it is in a function: evaluated when the design is put together
};

/// The ports of the module whose name is at tokens[i]; leaves i at the end of its header.
ModulePorts ports_at(const std::vector<Token>& tokens, std::size_t& i) {
  ModulePorts module;
  int depth = 0;
  bool port = false, output = false, scalar = true;
  for (; !tokens[i].is(";") && i + 1 < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.is("(") || token.is("[") || token.is("{")) ++depth;
    if (token.is(")") || token.is("]") || token.is("}")) --depth;
    if (token.is("input") || token.is("output")) {
      port = scalar = true;
      output = token.is("output");
    }
    if (token.is("[")) scalar = false;
    const bool last = depth == 1 && (tokens[i + 1].is(",") || tokens[i + 1].is(")"));
    if (!port || !last || token.kind != TokenKind::kName) continue;
    module.all.emplace_back(token.text);
    if (output) module.outputs.emplace(token.text);
    if (scalar) module.scalars.emplace(token.text);
  }
  return module;
}

void read_ports(std::string_view text, Ports& ports) {
  const std::vector<Token> tokens = tokens_of(text);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].is("module")) continue;
    const std::string name(tokens[++i].text);
    ports[name] = ports_at(tokens, i);
  }
}

tl::unexpected<Errors> not_understood(const std::string& file, std::string_view text, const NotUnderstood& what) {
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(what.at), '\n');
  return fault("mutation.syntax", file + ":" + std::to_string(line), what.message,
               "tests/mutation/source reads only as much SystemVerilog as the library uses; teach it this");
}

}  // namespace

Result<void> add_ports(const std::string& file, std::string_view text, Ports& ports) {
  try {
    read_ports(text, ports);
    return {};
  } catch (const NotUnderstood& what) {
    return not_understood(file, text, what);
  }
}

Result<std::vector<Mutant>> find_mutants(const std::string& file, std::string_view text, const Ports& ports) {
  try {
    return Walker(file, text, ports).walk();
  } catch (const NotUnderstood& what) {
    return not_understood(file, text, what);
  }
}

}  // namespace rtl4ml::mutation
