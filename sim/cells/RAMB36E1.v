// What a RAMB36E1 of the 7 series does as a ROM of one or two read ports; Yosys 0.23 only knows its ports.
// Shapes:  32768 bits and a parity bit for every eight. A port reads 1, 2, 4, 9, 18, 36 bits; port A also 72 where RAM_MODE is SDP,
//          then DOBDO has the upper half. An address counts bits (nine bits count eight): the bits below a word's are not looked at.
// Cycles:  1, while the port's enable is high; its reset then sets SRVAL.
// Source:  AMD UG473, 7 Series FPGAs Memory Resources: INIT_xx holds 32 bytes, INITP_xx the parity bits of 256.
// Checked: tests/sim/cells, against the contents of ROMs of many shapes.
// Not modelled: writing, output registers, cascades, inverted pins; whoever uses them stops the simulation.
module rtl4ml_RAMB36E1 (
    input  CLKARDCLK, CLKBWRCLK, ENARDEN, ENBWREN, REGCEAREGCE, REGCEB,
    input  RSTRAMARSTRAM, RSTRAMB, RSTREGARSTREG, RSTREGB,
    input  [15:0] ADDRARDADDR, ADDRBWRADDR,
    input  [31:0] DIADI, DIBDI,
    input  [3:0] DIPADIP, DIPBDIP,
    input  [3:0] WEA,
    input  [7:0] WEBWE,
    output [31:0] DOADO, DOBDO,
    output [3:0] DOPADOP, DOPBDOP
);
  parameter integer DOA_REG = 0;
  parameter integer DOB_REG = 0;
  parameter [35:0] INIT_A = 0;
  parameter [35:0] INIT_B = 0;
  parameter [35:0] SRVAL_A = 0;
  parameter [35:0] SRVAL_B = 0;
  parameter RAM_MODE = "TDP";
  parameter RAM_EXTENSION_A = "NONE";
  parameter RAM_EXTENSION_B = "NONE";
  parameter WRITE_MODE_A = "WRITE_FIRST";
  parameter WRITE_MODE_B = "WRITE_FIRST";
  parameter integer READ_WIDTH_A = 0;
  parameter integer READ_WIDTH_B = 0;
  parameter integer WRITE_WIDTH_A = 0;
  parameter integer WRITE_WIDTH_B = 0;
  parameter [0:0] IS_CLKARDCLK_INVERTED = 0;
  parameter [0:0] IS_CLKBWRCLK_INVERTED = 0;
  parameter [0:0] IS_ENARDEN_INVERTED = 0;
  parameter [0:0] IS_ENBWREN_INVERTED = 0;
  parameter [255:0] INIT_00 = 0;
  parameter [255:0] INIT_01 = 0;
  parameter [255:0] INIT_02 = 0;
  parameter [255:0] INIT_03 = 0;
  parameter [255:0] INIT_04 = 0;
  parameter [255:0] INIT_05 = 0;
  parameter [255:0] INIT_06 = 0;
  parameter [255:0] INIT_07 = 0;
  parameter [255:0] INIT_08 = 0;
  parameter [255:0] INIT_09 = 0;
  parameter [255:0] INIT_0A = 0;
  parameter [255:0] INIT_0B = 0;
  parameter [255:0] INIT_0C = 0;
  parameter [255:0] INIT_0D = 0;
  parameter [255:0] INIT_0E = 0;
  parameter [255:0] INIT_0F = 0;
  parameter [255:0] INIT_10 = 0;
  parameter [255:0] INIT_11 = 0;
  parameter [255:0] INIT_12 = 0;
  parameter [255:0] INIT_13 = 0;
  parameter [255:0] INIT_14 = 0;
  parameter [255:0] INIT_15 = 0;
  parameter [255:0] INIT_16 = 0;
  parameter [255:0] INIT_17 = 0;
  parameter [255:0] INIT_18 = 0;
  parameter [255:0] INIT_19 = 0;
  parameter [255:0] INIT_1A = 0;
  parameter [255:0] INIT_1B = 0;
  parameter [255:0] INIT_1C = 0;
  parameter [255:0] INIT_1D = 0;
  parameter [255:0] INIT_1E = 0;
  parameter [255:0] INIT_1F = 0;
  parameter [255:0] INIT_20 = 0;
  parameter [255:0] INIT_21 = 0;
  parameter [255:0] INIT_22 = 0;
  parameter [255:0] INIT_23 = 0;
  parameter [255:0] INIT_24 = 0;
  parameter [255:0] INIT_25 = 0;
  parameter [255:0] INIT_26 = 0;
  parameter [255:0] INIT_27 = 0;
  parameter [255:0] INIT_28 = 0;
  parameter [255:0] INIT_29 = 0;
  parameter [255:0] INIT_2A = 0;
  parameter [255:0] INIT_2B = 0;
  parameter [255:0] INIT_2C = 0;
  parameter [255:0] INIT_2D = 0;
  parameter [255:0] INIT_2E = 0;
  parameter [255:0] INIT_2F = 0;
  parameter [255:0] INIT_30 = 0;
  parameter [255:0] INIT_31 = 0;
  parameter [255:0] INIT_32 = 0;
  parameter [255:0] INIT_33 = 0;
  parameter [255:0] INIT_34 = 0;
  parameter [255:0] INIT_35 = 0;
  parameter [255:0] INIT_36 = 0;
  parameter [255:0] INIT_37 = 0;
  parameter [255:0] INIT_38 = 0;
  parameter [255:0] INIT_39 = 0;
  parameter [255:0] INIT_3A = 0;
  parameter [255:0] INIT_3B = 0;
  parameter [255:0] INIT_3C = 0;
  parameter [255:0] INIT_3D = 0;
  parameter [255:0] INIT_3E = 0;
  parameter [255:0] INIT_3F = 0;
  parameter [255:0] INIT_40 = 0;
  parameter [255:0] INIT_41 = 0;
  parameter [255:0] INIT_42 = 0;
  parameter [255:0] INIT_43 = 0;
  parameter [255:0] INIT_44 = 0;
  parameter [255:0] INIT_45 = 0;
  parameter [255:0] INIT_46 = 0;
  parameter [255:0] INIT_47 = 0;
  parameter [255:0] INIT_48 = 0;
  parameter [255:0] INIT_49 = 0;
  parameter [255:0] INIT_4A = 0;
  parameter [255:0] INIT_4B = 0;
  parameter [255:0] INIT_4C = 0;
  parameter [255:0] INIT_4D = 0;
  parameter [255:0] INIT_4E = 0;
  parameter [255:0] INIT_4F = 0;
  parameter [255:0] INIT_50 = 0;
  parameter [255:0] INIT_51 = 0;
  parameter [255:0] INIT_52 = 0;
  parameter [255:0] INIT_53 = 0;
  parameter [255:0] INIT_54 = 0;
  parameter [255:0] INIT_55 = 0;
  parameter [255:0] INIT_56 = 0;
  parameter [255:0] INIT_57 = 0;
  parameter [255:0] INIT_58 = 0;
  parameter [255:0] INIT_59 = 0;
  parameter [255:0] INIT_5A = 0;
  parameter [255:0] INIT_5B = 0;
  parameter [255:0] INIT_5C = 0;
  parameter [255:0] INIT_5D = 0;
  parameter [255:0] INIT_5E = 0;
  parameter [255:0] INIT_5F = 0;
  parameter [255:0] INIT_60 = 0;
  parameter [255:0] INIT_61 = 0;
  parameter [255:0] INIT_62 = 0;
  parameter [255:0] INIT_63 = 0;
  parameter [255:0] INIT_64 = 0;
  parameter [255:0] INIT_65 = 0;
  parameter [255:0] INIT_66 = 0;
  parameter [255:0] INIT_67 = 0;
  parameter [255:0] INIT_68 = 0;
  parameter [255:0] INIT_69 = 0;
  parameter [255:0] INIT_6A = 0;
  parameter [255:0] INIT_6B = 0;
  parameter [255:0] INIT_6C = 0;
  parameter [255:0] INIT_6D = 0;
  parameter [255:0] INIT_6E = 0;
  parameter [255:0] INIT_6F = 0;
  parameter [255:0] INIT_70 = 0;
  parameter [255:0] INIT_71 = 0;
  parameter [255:0] INIT_72 = 0;
  parameter [255:0] INIT_73 = 0;
  parameter [255:0] INIT_74 = 0;
  parameter [255:0] INIT_75 = 0;
  parameter [255:0] INIT_76 = 0;
  parameter [255:0] INIT_77 = 0;
  parameter [255:0] INIT_78 = 0;
  parameter [255:0] INIT_79 = 0;
  parameter [255:0] INIT_7A = 0;
  parameter [255:0] INIT_7B = 0;
  parameter [255:0] INIT_7C = 0;
  parameter [255:0] INIT_7D = 0;
  parameter [255:0] INIT_7E = 0;
  parameter [255:0] INIT_7F = 0;
  parameter [255:0] INITP_00 = 0;
  parameter [255:0] INITP_01 = 0;
  parameter [255:0] INITP_02 = 0;
  parameter [255:0] INITP_03 = 0;
  parameter [255:0] INITP_04 = 0;
  parameter [255:0] INITP_05 = 0;
  parameter [255:0] INITP_06 = 0;
  parameter [255:0] INITP_07 = 0;
  parameter [255:0] INITP_08 = 0;
  parameter [255:0] INITP_09 = 0;
  parameter [255:0] INITP_0A = 0;
  parameter [255:0] INITP_0B = 0;
  parameter [255:0] INITP_0C = 0;
  parameter [255:0] INITP_0D = 0;
  parameter [255:0] INITP_0E = 0;
  parameter [255:0] INITP_0F = 0;

  localparam [32767:0] INIT = {
    INIT_7F, INIT_7E, INIT_7D, INIT_7C, INIT_7B, INIT_7A, INIT_79, INIT_78, INIT_77, INIT_76, INIT_75, INIT_74, INIT_73, 
INIT_72, INIT_71, INIT_70, INIT_6F, INIT_6E, INIT_6D, INIT_6C, INIT_6B, INIT_6A, INIT_69, INIT_68, INIT_67, INIT_66, INIT_65, 
INIT_64, INIT_63, INIT_62, INIT_61, INIT_60, INIT_5F, INIT_5E, INIT_5D, INIT_5C, INIT_5B, INIT_5A, INIT_59, INIT_58, INIT_57, 
INIT_56, INIT_55, INIT_54, INIT_53, INIT_52, INIT_51, INIT_50, INIT_4F, INIT_4E, INIT_4D, INIT_4C, INIT_4B, INIT_4A, INIT_49, 
INIT_48, INIT_47, INIT_46, INIT_45, INIT_44, INIT_43, INIT_42, INIT_41, INIT_40, INIT_3F, INIT_3E, INIT_3D, INIT_3C, INIT_3B, 
INIT_3A, INIT_39, INIT_38, INIT_37, INIT_36, INIT_35, INIT_34, INIT_33, INIT_32, INIT_31, INIT_30, INIT_2F, INIT_2E, INIT_2D, 
INIT_2C, INIT_2B, INIT_2A, INIT_29, INIT_28, INIT_27, INIT_26, INIT_25, INIT_24, INIT_23, INIT_22, INIT_21, INIT_20, INIT_1F, 
INIT_1E, INIT_1D, INIT_1C, INIT_1B, INIT_1A, INIT_19, INIT_18, INIT_17, INIT_16, INIT_15, INIT_14, INIT_13, INIT_12, INIT_11, 
INIT_10, INIT_0F, INIT_0E, INIT_0D, INIT_0C, INIT_0B, INIT_0A, INIT_09, INIT_08, INIT_07, INIT_06, INIT_05, INIT_04, INIT_03, 
INIT_02, INIT_01, INIT_00
  };
  localparam [4095:0] INITP = {
    INITP_0F, INITP_0E, INITP_0D, INITP_0C, INITP_0B, INITP_0A, INITP_09, INITP_08, INITP_07, INITP_06, INITP_05, INITP_04, 
INITP_03, INITP_02, INITP_01, INITP_00
  };
  localparam BYTES = 4096;

  reg [8:0] bytes[0:BYTES-1];  // a byte, its parity bit above it
  reg [63:0] data_a;  // the upper half: where the port reads 72 bits
  reg [7:0] parity_a;
  reg [31:0] data_b;
  reg [3:0] parity_b;
  // Variables with a set bit above the contents: Icarus is slow to take parts of constants of this size, and Verilator 5.006
  // writes past the end of a variable that gets a constant whose highest words are zero.
  reg [32768:0] contents;
  reg [4096:0] parities;
  integer i, a, b;
  initial begin
    contents = {1'b1, INIT};
    parities = {1'b1, INITP};
    for (i = 0; i < BYTES; i = i + 1) bytes[i] = {parities[i], contents[i*8+:8]};
    {parity_a[3:0], data_a[31:0]} = INIT_A;
    {parity_a[7:4], data_a[63:32]} = INIT_B;
    {parity_b, data_b} = INIT_B;
    if (DOA_REG != 0 || DOB_REG != 0 || RAM_EXTENSION_A != "NONE" || RAM_EXTENSION_B != "NONE" || IS_CLKARDCLK_INVERTED ||
        IS_CLKBWRCLK_INVERTED || IS_ENARDEN_INVERTED || IS_ENBWREN_INVERTED) begin
      $display("rtl4ml_RAMB36E1: output registers, cascades and inverted pins are not modelled");
      $fatal;
    end
  end

  // The first byte of the word at an address.
  function [11:0] first_byte(input [14:0] address, input integer width);
    case (width)
      18: first_byte = {address[14:4], 1'b0};
      36: first_byte = {address[14:5], 2'b0};
      72: first_byte = {address[14:6], 3'b0};
      default: first_byte = address[14:3];
    endcase
  endfunction

  // What a port of fewer than nine bits reads of a byte.
  function [8:0] part(input [8:0] nine, input [2:0] address, input integer width);
    case (width)
      1: part = {8'b0, nine[address]};
      2: part = {7'b0, nine[{address[2:1], 1'b0}+:2]};
      4: part = {5'b0, address[2] ? nine[7:4] : nine[3:0]};
      default: part = nine;
    endcase
  endfunction

  always @(posedge CLKARDCLK) begin
    if (ENARDEN) begin
      if (|WEA) begin
        $display("rtl4ml_RAMB36E1: writing is not modelled");
        $fatal;
      end
      if (RSTRAMARSTRAM) begin
        {parity_a[3:0], data_a[31:0]} <= SRVAL_A;
        {parity_a[7:4], data_a[63:32]} <= SRVAL_B;
      end else begin
        for (a = 0; a < 8; a = a + 1) begin
          {parity_a[a], data_a[a*8+:8]} <= 9'b0;
          if (a * 9 < READ_WIDTH_A) begin
            {parity_a[a], data_a[a*8+:8]} <=
                part(bytes[first_byte(ADDRARDADDR[14:0], READ_WIDTH_A) + a], ADDRARDADDR[2:0], READ_WIDTH_A);
          end
        end
      end
    end
  end
  always @(posedge CLKBWRCLK) begin
    if (ENBWREN) begin
      if (|WEBWE) begin
        $display("rtl4ml_RAMB36E1: writing is not modelled");
        $fatal;
      end
      if (RSTRAMB) begin
        {parity_b, data_b} <= SRVAL_B;
      end else begin
        for (b = 0; b < 4; b = b + 1) begin
          {parity_b[b], data_b[b*8+:8]} <= 9'b0;
          if (b * 9 < READ_WIDTH_B) begin
            {parity_b[b], data_b[b*8+:8]} <=
                part(bytes[first_byte(ADDRBWRADDR[14:0], READ_WIDTH_B) + b], ADDRBWRADDR[2:0], READ_WIDTH_B);
          end
        end
      end
    end
  end

  assign DOADO = data_a[31:0];
  assign DOPADOP = parity_a[3:0];
  assign DOBDO = (RAM_MODE == "SDP" && READ_WIDTH_A == 72) ? data_a[63:32] : data_b;
  assign DOPBDOP = (RAM_MODE == "SDP" && READ_WIDTH_A == 72) ? parity_a[7:4] : parity_b;
endmodule
