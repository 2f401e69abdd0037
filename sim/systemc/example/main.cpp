// A virtual platform in small: an initiator that writes vectors to a generated design over TLM-2.0 and prints the
// results. Usage: example in_features in_parallelism in_width out_features out_parallelism out_width VECTORS VECTORS is
// a text file of integer codes, in_features for each vector. How to build it: docs/simulation.md.
#include <tlm_utils/simple_initiator_socket.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <systemc>

#include "Vdesign.h"
#include "sim/systemc/tlm_target.hpp"

namespace {

using rtl4ml::systemc::StreamShape;
using rtl4ml::systemc::TlmTarget;

class Initiator : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<Initiator> socket{"socket"};

  Initiator(const sc_core::sc_module_name& name, std::size_t in_features, std::size_t out_features, const char* file)
      : sc_core::sc_module(name), in_features_(in_features), out_features_(out_features), file_(file) {
    SC_HAS_PROCESS(Initiator);
    SC_THREAD(write);
    SC_THREAD(read);
  }

  int failed = 0;

 private:
  /// Sends one transaction and waits for its end.
  void transport(tlm::tlm_command command, sc_dt::uint64 address, std::vector<std::int32_t>& codes) {
    tlm::tlm_generic_payload payload;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    payload.set_command(command);
    payload.set_address(address);
    payload.set_data_ptr(reinterpret_cast<unsigned char*>(codes.data()));
    payload.set_data_length(static_cast<unsigned>(codes.size() * sizeof(std::int32_t)));
    payload.set_streaming_width(payload.get_data_length());
    payload.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    socket->b_transport(payload, delay);
    if (!payload.is_response_ok()) ++failed;
  }

  void write() {
    std::ifstream file(file_);
    std::vector<std::int32_t> codes(in_features_);
    while (true) {
      for (std::int32_t& code : codes) file >> code;
      if (!file) break;
      transport(tlm::TLM_WRITE_COMMAND, TlmTarget<Vdesign>::kInputAddress, codes);
      ++written_;
    }
    done_ = true;
  }

  void read() {
    std::vector<std::int32_t> codes(out_features_);
    for (int i = 0; !done_ || i < written_; ++i) {
      transport(tlm::TLM_READ_COMMAND, TlmTarget<Vdesign>::kOutputAddress, codes);
      for (const std::int32_t code : codes) std::printf("%d ", code);
      std::printf("\n");
    }
    sc_core::sc_stop();
  }

  std::size_t in_features_, out_features_;
  const char* file_;
  int written_ = 0;
  bool done_ = false;
};

}  // namespace

int sc_main(int argc, char** argv) {
  sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_DO_NOTHING);
  if (argc != 8) {
    std::fprintf(stderr,
                 "usage: example in_features in_parallelism in_width out_features out_parallelism out_width VECTORS\n");
    return 2;
  }
  const auto shape = [&](int at) {
    return StreamShape{std::atoi(argv[at]), std::atoi(argv[at + 1]), std::atoi(argv[at + 2]), true};
  };
  const StreamShape in = shape(1);
  const StreamShape out = shape(4);
  sc_core::sc_clock clk("clk", 10, sc_core::SC_NS);
  sc_core::sc_signal<bool> rst("rst");
  TlmTarget<Vdesign> target("target", in, out, 4);
  Initiator initiator("initiator", static_cast<std::size_t>(in.features), static_cast<std::size_t>(out.features),
                      argv[7]);
  target.clk(clk);
  target.rst(rst);
  initiator.socket.bind(target.socket);
  rst.write(true);
  sc_core::sc_start(45, sc_core::SC_NS);
  rst.write(false);
  sc_core::sc_start();
  return initiator.failed == 0 ? 0 : 1;
}
