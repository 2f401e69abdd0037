#include "cli/command.hpp"

int main(int argc, char** argv) { return rtl4ml::run_command_line(argc, argv); }
