rtl_templates/number/fixed_number_pkg.sv
rtl_templates/stream/stream_resize.sv
rtl_templates/argmax/fixed_argmax.sv
rtl_templates/uart/uart_receiver.sv
rtl_templates/uart/uart_transmitter.sv
hw/boards/uart_classifier.sv
