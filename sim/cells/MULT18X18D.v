// What a MULT18X18D of the ECP5 does as hw/flows/ecp5.ys uses it; Yosys 0.23 only knows its ports.
// Shapes:  P[35:0] = A[17:0] * B[17:0]; a factor is signed where SIGNEDA or SIGNEDB is high.
// Cycles:  none, and one for each register that there is: of A, which moves with CE0, of B, with CE1, and of the product, with CE2.
// Source:  Lattice FPGA-TN-02205, ECP5 sysDSP Usage Guide, 18x18 multiplier.
// Checked: tests/sim/cells, against products computed in C++.
// Not modelled: the register amid the multiplier, other clocks and enables, resets, the C input, shift chains; an instance that
//          connects one of their ports is an error of the simulator's, one that sets one of their parameters stops the simulation.
module rtl4ml_MULT18X18D (
    input  A17, A16, A15, A14, A13, A12, A11, A10, A9, A8, A7, A6, A5, A4, A3, A2, A1, A0,
    input  B17, B16, B15, B14, B13, B12, B11, B10, B9, B8, B7, B6, B5, B4, B3, B2, B1, B0,
    input  C17, C16, C15, C14, C13, C12, C11, C10, C9, C8, C7, C6, C5, C4, C3, C2, C1, C0,
    input  SIGNEDA, SIGNEDB, SOURCEA, SOURCEB,
    input  CLK0, CE0, CE1, CE2, RST0,
    output P35, P34, P33, P32, P31, P30, P29, P28, P27, P26, P25, P24, P23, P22, P21, P20, P19, P18,
    output P17, P16, P15, P14, P13, P12, P11, P10, P9, P8, P7, P6, P5, P4, P3, P2, P1, P0
);
  parameter REG_INPUTA_CLK = "NONE";
  parameter REG_INPUTB_CLK = "NONE";
  parameter REG_INPUTC_CLK = "NONE";
  parameter REG_PIPELINE_CLK = "NONE";
  parameter REG_OUTPUT_CLK = "NONE";
  parameter REG_INPUTA_CE = "CE0";
  parameter REG_INPUTB_CE = "CE0";
  parameter REG_OUTPUT_CE = "CE0";
  parameter REG_INPUTA_RST = "RST0";
  parameter REG_INPUTB_RST = "RST0";
  parameter REG_OUTPUT_RST = "RST0";

  localparam HAS_A = REG_INPUTA_CLK == "CLK0";
  localparam HAS_B = REG_INPUTB_CLK == "CLK0";
  localparam HAS_P = REG_OUTPUT_CLK == "CLK0";
  initial begin
    if (REG_INPUTC_CLK != "NONE" || REG_PIPELINE_CLK != "NONE" || (!HAS_A && REG_INPUTA_CLK != "NONE") ||
        (!HAS_B && REG_INPUTB_CLK != "NONE") || (!HAS_P && REG_OUTPUT_CLK != "NONE")) begin
      $display("rtl4ml_MULT18X18D: the registers of C and amid the multiplier are not modelled, nor clocks other than CLK0");
      $fatal;
    end
    if ((HAS_A && REG_INPUTA_CE != "CE0") || (HAS_B && REG_INPUTB_CE != "CE1") || (HAS_P && REG_OUTPUT_CE != "CE2")) begin
      $display("rtl4ml_MULT18X18D: enables other than CE0 of A, CE1 of B and CE2 of the product are not modelled");
      $fatal;
    end
  end
  always @(posedge CLK0) begin
    if (RST0) begin
      $display("rtl4ml_MULT18X18D: resets are not modelled");
      $fatal;
    end
  end

  wire [17:0] a_in = {A17, A16, A15, A14, A13, A12, A11, A10, A9, A8, A7, A6, A5, A4, A3, A2, A1, A0};
  wire [17:0] b_in = {B17, B16, B15, B14, B13, B12, B11, B10, B9, B8, B7, B6, B5, B4, B3, B2, B1, B0};
  reg [17:0] a_q, b_q;
  reg [35:0] product_q;
  wire [17:0] a = HAS_A ? a_q : a_in;
  wire [17:0] b = HAS_B ? b_q : b_in;
  wire signed [18:0] a_extended = {SIGNEDA & a[17], a};
  wire signed [18:0] b_extended = {SIGNEDB & b[17], b};
  wire signed [37:0] product = a_extended * b_extended;
  always @(posedge CLK0) if (CE0) a_q <= a_in;
  always @(posedge CLK0) if (CE1) b_q <= b_in;
  always @(posedge CLK0) if (CE2) product_q <= product[35:0];
  assign {P35, P34, P33, P32, P31, P30, P29, P28, P27, P26, P25, P24, P23, P22, P21, P20, P19, P18, P17, P16, P15, P14, P13, 
P12, P11, P10, P9, P8, P7, P6, P5, P4, P3, P2, P1, P0} = HAS_P ? product_q : product[35:0];
endmodule
