# Warnings, sanitizers and ccache, for the project's own targets only.
find_program(CCACHE ccache)
if(CCACHE)
  # Without the sloppiness ccache passes over everything that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# Assertions stay on in release builds: a wrong bit costs more than a branch.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g")

add_library(rtl4ml_options INTERFACE)
# g++ 12 sees overlapping copies in plain string concatenation (GCC bug 105651).
target_compile_options(rtl4ml_options INTERFACE -Wall -Wextra -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_include_directories(rtl4ml_options INTERFACE ${PROJECT_SOURCE_DIR})
if(RTL4ML_SANITIZE)
  # With sanitizers g++ 12 takes members of std::regex for uninitialized (GCC bug 105562).
  target_compile_options(rtl4ml_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(rtl4ml_options INTERFACE -fsanitize=${RTL4ML_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(rtl4ml_options INTERFACE -fsanitize=${RTL4ML_SANITIZE})
endif()

# rtl4ml_count_lines(TARGET): gcov counts the lines of TARGET that run. Only what is asked for is counted: the rest is the
# same as in a release build, so that ccache has it. Atomically, as threads share the counters; by the whole path, as gcov
# looks for the sources.
function(rtl4ml_count_lines target)
  if(RTL4ML_COVERAGE)
    target_compile_options(${target} PRIVATE --coverage -fprofile-update=atomic -fprofile-abs-path -O0)
    target_link_options(${target} PUBLIC --coverage)
  endif()
endfunction()
