# Every package the project uses, as one target each.
# CMake 4 refuses packages that ask for less than 3.5; some of Debian's package files still do.
set(CMAKE_POLICY_VERSION_MINIMUM 3.5)

find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
if(RTL4ML_FUZZ)  # clang comes without OpenMP's library, and no fuzz target needs it
  add_library(OpenMP::OpenMP_CXX INTERFACE IMPORTED)
else()
  find_package(OpenMP REQUIRED COMPONENTS CXX)
endif()
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(yaml_cpp REQUIRED IMPORTED_TARGET yaml-cpp)
add_library(rtl4ml_yaml_cpp INTERFACE)
target_link_libraries(rtl4ml_yaml_cpp INTERFACE PkgConfig::yaml_cpp)

# libonnx-dev: the messages of ONNX files, as Debian's LibTorch was compiled with them. A second copy would clash.
find_path(ONNX_INCLUDE onnx/onnx_pb.h REQUIRED)
find_library(ONNX_PROTO onnx_proto REQUIRED)
pkg_check_modules(protobuf REQUIRED IMPORTED_TARGET protobuf)
add_library(rtl4ml_onnx_proto INTERFACE)
target_include_directories(rtl4ml_onnx_proto SYSTEM INTERFACE ${ONNX_INCLUDE})
target_compile_definitions(rtl4ml_onnx_proto INTERFACE ONNX_ML=1 ONNX_NAMESPACE=onnx)
target_link_libraries(rtl4ml_onnx_proto INTERFACE ${ONNX_PROTO} PkgConfig::protobuf)

# libexpected-dev is one header.
find_path(EXPECTED_INCLUDE tl/expected.hpp REQUIRED)
add_library(rtl4ml_expected INTERFACE)
target_include_directories(rtl4ml_expected SYSTEM INTERFACE ${EXPECTED_INCLUDE})

# libjs-chart.js: what draws the plots of report pages, one minified file of version 3. What is in it has to be embedded.
find_file(CHART_JS NAMES chart.min.js Chart.min.js REQUIRED
  PATHS /usr/share/javascript/chart.js /usr/share/nodejs/chart.js/dist NO_CMAKE_FIND_ROOT_PATH)

# LibTorch: Debian's, or a newer one found by Torch_DIR. Its flags apply to the files that call it only.
# Beside a Debian LibTorch its library search would find Debian's libraries first.
if(Torch_DIR AND EXISTS ${Torch_DIR}/../../../lib/libtorch.so)
  get_filename_component(TORCH_LIBRARY ${Torch_DIR}/../../../lib/libtorch.so REALPATH CACHE)
  set(Caffe2_DIR ${Torch_DIR}/../Caffe2)
  get_filename_component(C10_LIBRARY ${Torch_DIR}/../../../lib/libc10.so REALPATH CACHE)
endif()
find_package(Torch REQUIRED)
message(STATUS "LibTorch ${Torch_VERSION}")
add_library(rtl4ml_torch INTERFACE)
target_include_directories(rtl4ml_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(rtl4ml_torch INTERFACE ${TORCH_LIBRARIES})
separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(rtl4ml_torch INTERFACE ${torch_flags})

# A newer LibTorch brings headers of another {fmt} than Debian's library; without the library both may be met.
add_library(rtl4ml_fmt INTERFACE)
if(Torch_VERSION VERSION_GREATER_EQUAL 2)
  target_link_libraries(rtl4ml_fmt INTERFACE fmt::fmt-header-only)
else()
  target_link_libraries(rtl4ml_fmt INTERFACE fmt::fmt)
endif()
