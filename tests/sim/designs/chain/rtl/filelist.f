chain_add.sv
chain_relu.sv
top.sv
