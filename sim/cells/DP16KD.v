// What a DP16KD of the ECP5 does as a ROM of one or two read ports, or as a memory that port A writes; Yosys 0.23 only knows its ports.
// Shapes:  1,024 words of 18 bits. A port reads 1, 2, 4, 9 or 18 bits; port B also 36, then DOA has the lower and DOB the upper
//          half. An address counts bits of 16 (nine bits count eight): the bits below a word's are not looked at.
// Cycles:  1, while CE is high; RST clears the output whatever CE is. What is read while it is written is what was there before.
// Source:  Lattice FPGA-TN-02204, ECP5 Memory Usage Guide; INITVAL_xx holds 16 words, a word in every 20 bits.
// Checked: tests/sim/cells, against the contents of ROMs of many shapes; tests/hw/flows, in a network whose vector lies in one.
// Not modelled: writing by port B, 36 bits wide or through to the output, output registers, chip selects, asynchronous resets; whoever uses them stops the simulation.
module rtl4ml_DP16KD (
    input  DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0,
    input  ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0,
    input  CEA, OCEA, CLKA, WEA, RSTA, CSA2, CSA1, CSA0,
    output DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0,
    input  DIB17, DIB16, DIB15, DIB14, DIB13, DIB12, DIB11, DIB10, DIB9, DIB8, DIB7, DIB6, DIB5, DIB4, DIB3, DIB2, DIB1, DIB0,
    input  ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0,
    input  CEB, OCEB, CLKB, WEB, RSTB, CSB2, CSB1, CSB0,
    output DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0
);
  parameter DATA_WIDTH_A = 18;
  parameter DATA_WIDTH_B = 18;
  parameter REGMODE_A = "NOREG";
  parameter REGMODE_B = "NOREG";
  parameter RESETMODE = "SYNC";
  parameter ASYNC_RESET_RELEASE = "SYNC";
  parameter CSDECODE_A = "0b000";
  parameter CSDECODE_B = "0b000";
  parameter WRITEMODE_A = "NORMAL";
  parameter WRITEMODE_B = "NORMAL";
  parameter CLKAMUX = "CLKA";
  parameter CLKBMUX = "CLKB";
  parameter GSR = "ENABLED";
  parameter [319:0] INITVAL_00 = 0;
  parameter [319:0] INITVAL_01 = 0;
  parameter [319:0] INITVAL_02 = 0;
  parameter [319:0] INITVAL_03 = 0;
  parameter [319:0] INITVAL_04 = 0;
  parameter [319:0] INITVAL_05 = 0;
  parameter [319:0] INITVAL_06 = 0;
  parameter [319:0] INITVAL_07 = 0;
  parameter [319:0] INITVAL_08 = 0;
  parameter [319:0] INITVAL_09 = 0;
  parameter [319:0] INITVAL_0A = 0;
  parameter [319:0] INITVAL_0B = 0;
  parameter [319:0] INITVAL_0C = 0;
  parameter [319:0] INITVAL_0D = 0;
  parameter [319:0] INITVAL_0E = 0;
  parameter [319:0] INITVAL_0F = 0;
  parameter [319:0] INITVAL_10 = 0;
  parameter [319:0] INITVAL_11 = 0;
  parameter [319:0] INITVAL_12 = 0;
  parameter [319:0] INITVAL_13 = 0;
  parameter [319:0] INITVAL_14 = 0;
  parameter [319:0] INITVAL_15 = 0;
  parameter [319:0] INITVAL_16 = 0;
  parameter [319:0] INITVAL_17 = 0;
  parameter [319:0] INITVAL_18 = 0;
  parameter [319:0] INITVAL_19 = 0;
  parameter [319:0] INITVAL_1A = 0;
  parameter [319:0] INITVAL_1B = 0;
  parameter [319:0] INITVAL_1C = 0;
  parameter [319:0] INITVAL_1D = 0;
  parameter [319:0] INITVAL_1E = 0;
  parameter [319:0] INITVAL_1F = 0;
  parameter [319:0] INITVAL_20 = 0;
  parameter [319:0] INITVAL_21 = 0;
  parameter [319:0] INITVAL_22 = 0;
  parameter [319:0] INITVAL_23 = 0;
  parameter [319:0] INITVAL_24 = 0;
  parameter [319:0] INITVAL_25 = 0;
  parameter [319:0] INITVAL_26 = 0;
  parameter [319:0] INITVAL_27 = 0;
  parameter [319:0] INITVAL_28 = 0;
  parameter [319:0] INITVAL_29 = 0;
  parameter [319:0] INITVAL_2A = 0;
  parameter [319:0] INITVAL_2B = 0;
  parameter [319:0] INITVAL_2C = 0;
  parameter [319:0] INITVAL_2D = 0;
  parameter [319:0] INITVAL_2E = 0;
  parameter [319:0] INITVAL_2F = 0;
  parameter [319:0] INITVAL_30 = 0;
  parameter [319:0] INITVAL_31 = 0;
  parameter [319:0] INITVAL_32 = 0;
  parameter [319:0] INITVAL_33 = 0;
  parameter [319:0] INITVAL_34 = 0;
  parameter [319:0] INITVAL_35 = 0;
  parameter [319:0] INITVAL_36 = 0;
  parameter [319:0] INITVAL_37 = 0;
  parameter [319:0] INITVAL_38 = 0;
  parameter [319:0] INITVAL_39 = 0;
  parameter [319:0] INITVAL_3A = 0;
  parameter [319:0] INITVAL_3B = 0;
  parameter [319:0] INITVAL_3C = 0;
  parameter [319:0] INITVAL_3D = 0;
  parameter [319:0] INITVAL_3E = 0;
  parameter [319:0] INITVAL_3F = 0;

  localparam [20479:0] INITVAL = {
    INITVAL_3F, INITVAL_3E, INITVAL_3D, INITVAL_3C, INITVAL_3B, INITVAL_3A, INITVAL_39, INITVAL_38, INITVAL_37, INITVAL_36, 
INITVAL_35, INITVAL_34, INITVAL_33, INITVAL_32, INITVAL_31, INITVAL_30, INITVAL_2F, INITVAL_2E, INITVAL_2D, INITVAL_2C, 
INITVAL_2B, INITVAL_2A, INITVAL_29, INITVAL_28, INITVAL_27, INITVAL_26, INITVAL_25, INITVAL_24, INITVAL_23, INITVAL_22, 
INITVAL_21, INITVAL_20, INITVAL_1F, INITVAL_1E, INITVAL_1D, INITVAL_1C, INITVAL_1B, INITVAL_1A, INITVAL_19, INITVAL_18, 
INITVAL_17, INITVAL_16, INITVAL_15, INITVAL_14, INITVAL_13, INITVAL_12, INITVAL_11, INITVAL_10, INITVAL_0F, INITVAL_0E, 
INITVAL_0D, INITVAL_0C, INITVAL_0B, INITVAL_0A, INITVAL_09, INITVAL_08, INITVAL_07, INITVAL_06, INITVAL_05, INITVAL_04, 
INITVAL_03, INITVAL_02, INITVAL_01, INITVAL_00
  };

  reg [17:0] words[0:1023];
  reg [17:0] out_a = 0;
  reg [35:0] out_b = 0;
  integer i;
  // A variable with a set bit above the contents: Icarus is slow to take parts of constants of this size, and Verilator 5.006
  // writes past the end of a variable that gets a constant whose highest words are zero.
  reg [20480:0] contents;
  initial begin
    contents = {1'b1, INITVAL};
    for (i = 0; i < 1024; i = i + 1) words[i] = contents[i*20+:18];
    if (REGMODE_A != "NOREG" || REGMODE_B != "NOREG" || CSDECODE_A != "0b000" || CSDECODE_B != "0b000" ||
        CLKAMUX != "CLKA" || CLKBMUX != "CLKB") begin
      $display("rtl4ml_DP16KD: output registers, chip selects and inverted clocks are not modelled");
      $fatal;
    end
  end
  always @(posedge RSTA or posedge RSTB) begin
    if (RESETMODE != "SYNC") begin
      $display("rtl4ml_DP16KD: asynchronous resets are not modelled");
      $fatal;
    end
  end

  wire [13:0] address_a = {ADA13, ADA12, ADA11, ADA10, ADA9, ADA8, ADA7, ADA6, ADA5, ADA4, ADA3, ADA2, ADA1, ADA0};
  wire [13:0] address_b = {ADB13, ADB12, ADB11, ADB10, ADB9, ADB8, ADB7, ADB6, ADB5, ADB4, ADB3, ADB2, ADB1, ADB0};

  // The part of a word of 18 bits that a narrower port reads.
  function [17:0] part(input [17:0] word, input [13:0] address, input integer width);
    reg [8:0] nine;
    begin
      nine = address[3] ? word[17:9] : word[8:0];
      case (width)
        1: part = {17'b0, nine[address[2:0]]};
        2: part = {16'b0, nine[{address[2:1], 1'b0}+:2]};
        4: part = {14'b0, address[2] ? nine[7:4] : nine[3:0]};
        9: part = {9'b0, nine};
        default: part = word;
      endcase
    end
  endfunction

  wire [17:0] data_a = {DIA17, DIA16, DIA15, DIA14, DIA13, DIA12, DIA11, DIA10, DIA9, DIA8, DIA7, DIA6, DIA5, DIA4, DIA3, DIA2, DIA1, DIA0};
  reg [17:0] written;
  reg [8:0] nine_a;
  always @(posedge CLKA) begin
    if (WEA && CEA) begin
      if (WRITEMODE_A == "WRITETHROUGH" || DATA_WIDTH_A > 18 || DATA_WIDTH_B > 18) begin
        $display("rtl4ml_DP16KD: writing 36 bits or through to the output is not modelled");
        $fatal;
      end
      written = words[address_a[13:4]];
      if (DATA_WIDTH_A == 18) begin  // the lowest bits of the address say which nine bits
        if (address_a[0]) written[8:0] = data_a[8:0];
        if (address_a[1]) written[17:9] = data_a[17:9];
      end else begin
        nine_a = address_a[3] ? written[17:9] : written[8:0];
        case (DATA_WIDTH_A)
          1: nine_a[address_a[2:0]] = data_a[0];
          2: nine_a[{address_a[2:1], 1'b0}+:2] = data_a[1:0];
          4: if (address_a[2]) nine_a[7:4] = data_a[3:0]; else nine_a[3:0] = data_a[3:0];
          default: nine_a = data_a[8:0];
        endcase
        if (address_a[3]) written[17:9] = nine_a; else written[8:0] = nine_a;
      end
      words[address_a[13:4]] <= written;
    end
    if (RSTA) out_a <= 0;
    else if (CEA) out_a <= part(words[address_a[13:4]], address_a, DATA_WIDTH_A);
  end
  always @(posedge CLKB) begin
    if (WEB && CEB) begin
      $display("rtl4ml_DP16KD: writing by port B is not modelled");
      $fatal;
    end
    if (RSTB) out_b <= 0;
    else if (CEB && DATA_WIDTH_B == 36) out_b <= {words[{address_b[13:5], 1'b1}], words[{address_b[13:5], 1'b0}]};
    else if (CEB) out_b <= {part(words[address_b[13:4]], address_b, DATA_WIDTH_B), 18'b0};
  end

  assign {DOA17, DOA16, DOA15, DOA14, DOA13, DOA12, DOA11, DOA10, DOA9, DOA8, DOA7, DOA6, DOA5, DOA4, DOA3, DOA2, DOA1, DOA0} =
      DATA_WIDTH_B == 36 ? out_b[17:0] : out_a;
  assign {DOB17, DOB16, DOB15, DOB14, DOB13, DOB12, DOB11, DOB10, DOB9, DOB8, DOB7, DOB6, DOB5, DOB4, DOB3, DOB2, DOB1, DOB0} = 
out_b[35:18];
endmodule
