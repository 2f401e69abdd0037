// docs/config.md, written from the schema.
#include "gen/config/schema.hpp"
#include "sw/yaml/schema_reference.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kIntroduction = R"(# Hardware config

<!-- Written from hw/schema/config.schema.json by `rtl4ml schema --markdown`; edit the schema, not this page. -->

A hardware config is a YAML file: which network, with which number formats, how parallel, for which clock and device. This is a
whole one:

```yaml
# yaml-language-server: $schema=../schema/config.schema.json
name: my_design
checkpoint: my_model.pt
model: [{linear: fc1}, relu, {linear: fc2}]
precision: {width: 8, frac_width: auto}
parallelism: 4
```

The first line, a comment, gives editors with a YAML language server completion and checks while typing; it names the schema
relative to the config. `model` is for checkpoints that hold tensors only; a TorchScript file does without. Only `checkpoint` has
to be there. Without `name` the design is called as its file: `hw/configs/my_design.yaml` is `my_design`.

Settings of single layers stand under `layers`, by the layer's name:

```yaml
precision:
  default: {width: 8, frac_width: 3, rounding: half_even}
  layers:
    fc1: {weight: {width: 6, frac_width: auto}, data_out: {frac_width: 4}}
parallelism: {default: 4, layers: {fc1: {in: 4, out: 8}}}
memory: {default: auto, layers: {fc1: block}}
multipliers: {default: auto, layers: {fc1: packed}}
```

What a layer does not say comes from `default`, and what that does not say from the defaults below. A key beside the types
(`width: 8`) stands for all four of them; a type's own key goes before it. Without `layers`, and beside it, `default` may be
left out: `precision: {width: 8}` is `precision: {default: {width: 8}}`.

`parallelism` may be left to the compiler, for a rate or for a part ([folding](folding.md)); layers that are given keep theirs:

```yaml
parallelism: {target: {interval_cycles: 64}, layers: {fc1: {out: 8}}}
```

Files named in a config are relative to its folder. Faults are told all at once, each with file, line and column.

)";

}  // namespace

std::string config_reference_markdown() { return schema_reference(config_schema(), kIntroduction); }

}  // namespace rtl4ml
