// The thin part of the C++ testbench that is compiled per design: where Vdesign's ports lie. The names of the ports
// come as macros from the build (RTL4ML_CLK, ...), the trace format as RTL4ML_TRACE_VCD or RTL4ML_TRACE_FST.
#include "Vdesign.h"
#include "sim/harness/pins.hpp"
#if defined(RTL4ML_TRACE_FST)
#include "verilated_fst_c.h"
#elif defined(RTL4ML_TRACE_VCD)
#include "verilated_vcd_c.h"
#endif

namespace rtl4ml {
namespace {

#if defined(RTL4ML_TRACE_FST)
using TraceFile = VerilatedFstC;
#elif defined(RTL4ML_TRACE_VCD)
using TraceFile = VerilatedVcdC;
#endif

struct Model {
  Vdesign design;
#if defined(RTL4ML_TRACE_FST) || defined(RTL4ML_TRACE_VCD)
  TraceFile trace;
#endif
  explicit Model(VerilatedContext* context) : design(context, "") {}
};

}  // namespace

Dut make_dut(VerilatedContext* context) {
  auto* const model = new Model(context);  // lives as long as the process
  Dut dut;
  dut.model = model;
  dut.pins.clk = &model->design.RTL4ML_CLK;
  dut.pins.rst = &model->design.RTL4ML_RST;
  dut.pins.in_data = &model->design.RTL4ML_IN_DATA;
  dut.pins.in_valid = &model->design.RTL4ML_IN_VALID;
  dut.pins.in_ready = &model->design.RTL4ML_IN_READY;
  dut.pins.out_data = &model->design.RTL4ML_OUT_DATA;
  dut.pins.out_valid = &model->design.RTL4ML_OUT_VALID;
  dut.pins.out_ready = &model->design.RTL4ML_OUT_READY;
#if defined(RTL4ML_RELOAD_VALID)
  dut.pins.reload_valid = &model->design.RTL4ML_RELOAD_VALID;
  dut.pins.reload_address = &model->design.RTL4ML_RELOAD_ADDRESS;
  dut.pins.reload_address_bytes = static_cast<int>(sizeof model->design.RTL4ML_RELOAD_ADDRESS);
  dut.pins.reload_data = &model->design.RTL4ML_RELOAD_DATA;
#endif
  dut.eval = [](void* self) { static_cast<Model*>(self)->design.eval(); };
#if defined(RTL4ML_TRACE_FST) || defined(RTL4ML_TRACE_VCD)
  model->design.trace(&model->trace, 99);
  model->trace.set_time_unit("1ps");
  model->trace.set_time_resolution("1ps");
  dut.open_trace = [](void* self, const char* path) { static_cast<Model*>(self)->trace.open(path); };
  dut.dump_trace = [](void* self, std::uint64_t time_ps) { static_cast<Model*>(self)->trace.dump(time_ps); };
  dut.close_trace = [](void* self) { static_cast<Model*>(self)->trace.close(); };
#endif
  return dut;
}

}  // namespace rtl4ml
