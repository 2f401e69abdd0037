// The AXI4-Lite side of a bench around a bundle's wrapper in Verilator, and the C driver's two functions onto it. The
// benches of driver_test.cpp and reload_texts_test.cpp include a copy that lies beside them in the bundle's rtl folder.
#pragma once

#include <verilated.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

#include "../driver/small_axi.h"
#include "Vsmall_axi.h"

inline void check(bool holds, const char* what) {
  if (holds) return;
  std::printf("FAIL: %s\n", what);
  std::exit(1);
}

struct AxiLiteBench {
  explicit AxiLiteBench(unsigned seed) : random(seed) {}
  virtual ~AxiLiteBench() = default;

  /// One clock, with whatever happens on the streams.
  virtual void tick() = 0;
  /// What the driver reads and writes.
  virtual std::uint32_t read(std::uint32_t address) { return read_word(address); }
  virtual void write(std::uint32_t address, std::uint32_t value) = 0;

  /// One channel: until its valid and ready met.
  void handshake(CData& valid, const CData& ready) {
    while (stalls && random() % 2 != 0) tick();
    valid = 1;
    for (int i = 0; i < 1000; ++i) {
      top->eval();
      const bool done = ready != 0;
      tick();
      if (done) {
        valid = 0;
        return;
      }
    }
    check(false, "no answer on AXI4-Lite");
  }

  std::uint32_t read_word(std::uint32_t address) {
    top->s_axi_araddr = address;
    handshake(top->s_axi_arvalid, top->s_axi_arready);
    while (!top->s_axi_rvalid) tick();
    const std::uint32_t data = top->s_axi_rdata;
    check(top->s_axi_rresp == 0, "rresp");
    handshake(top->s_axi_rready, top->s_axi_rvalid);
    return data;
  }

  /// Result: whether the write was taken.
  bool write_word(std::uint32_t address, std::uint32_t value) {
    top->s_axi_awaddr = address;
    top->s_axi_wdata = value;
    top->s_axi_wstrb = 15;
    handshake(top->s_axi_awvalid, top->s_axi_awready);
    handshake(top->s_axi_wvalid, top->s_axi_wready);
    while (!top->s_axi_bvalid) tick();
    const bool taken = top->s_axi_bresp == 0;
    handshake(top->s_axi_bready, top->s_axi_bvalid);
    return taken;
  }

  VerilatedContext context;
  std::unique_ptr<Vsmall_axi> top = std::make_unique<Vsmall_axi>(&context);
  std::mt19937 random;
  bool stalls = true;
};

inline std::uint32_t read32(void* context, std::uint32_t address) {
  return static_cast<AxiLiteBench*>(context)->read(address);
}

inline void write32(void* context, std::uint32_t address, std::uint32_t value) {
  static_cast<AxiLiteBench*>(context)->write(address, value);
}
