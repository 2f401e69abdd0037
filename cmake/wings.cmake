# rtl4ml_library(NAME DIRS folder... LINK target... [USE target...]): the static library rtl4ml_NAME of all .cpp files in the
# folders. What it USEs its headers do not show: who links it is compiled without their flags.
function(rtl4ml_library name)
  cmake_parse_arguments(arg "" "" "DIRS;LINK;USE" ${ARGN})
  set(sources)
  foreach(dir ${arg_DIRS})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${dir}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)  # nothing to compile: headers only
    add_library(rtl4ml_${name} INTERFACE)
    target_link_libraries(rtl4ml_${name} INTERFACE ${arg_LINK})
    return()
  endif()
  add_library(rtl4ml_${name} STATIC ${sources})
  target_link_libraries(rtl4ml_${name} PUBLIC ${arg_LINK} PRIVATE ${arg_USE} rtl4ml_options)
  target_include_directories(rtl4ml_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  if(arg_DIRS MATCHES "^(sw|gen|sim|cli)")
    rtl4ml_count_lines(rtl4ml_${name})
  endif()
endfunction()

# rtl4ml_test(NAME DIRS folder... LINK target... [LABELS label] [COST cost] [BY_FILE]): the test program test_NAME of all
# *_test.cpp files in tests/<folder>. Each test case is a ctest of its own; with BY_FILE each file is one, for programs that
# LibTorch makes slow to start. Of tests that run in parallel those of the highest COST start first, so that no core waits
# for a long one at the end.
function(rtl4ml_test name)
  cmake_parse_arguments(arg "BY_FILE" "TIMEOUT;COST" "DIRS;LINK;LABELS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 900)  # of a loaded machine too
  endif()
  if(NOT arg_COST)
    set(arg_COST 0)
  endif()
  set(sources)
  foreach(dir ${arg_DIRS})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${dir}/*_test.cpp)
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  add_dependencies(test_programs test_${name})
  target_link_libraries(test_${name} PRIVATE rtl4ml_test_main ${arg_LINK} rtl4ml_options)
  # Optimising tests does not pay. What their headers instantiate costs more than the tests: files are compiled 16 at a time.
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  set_target_properties(test_${name} PROPERTIES UNITY_BUILD ${RTL4ML_UNITY_TESTS} UNITY_BUILD_BATCH_SIZE 16)
  target_precompile_headers(test_${name} REUSE_FROM rtl4ml_test_header)
  set(properties TIMEOUT ${arg_TIMEOUT} COST ${arg_COST})
  if(arg_LABELS)
    list(APPEND properties LABELS ${arg_LABELS})
  endif()
  # A ctest that finds no test case by its name (";" splits names, "*" ends them) must fail; version 3 does so by itself.
  set(not_empty)
  if(Catch2_VERSION VERSION_LESS 3)
    set(not_empty --warn NoTests)
  endif()
  if(NOT arg_BY_FILE)
    catch_discover_tests(test_${name} TEST_PREFIX "${name}: " EXTRA_ARGS ${not_empty} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
      PROPERTIES ${properties})
    return()
  endif()
  foreach(source ${sources})
    get_filename_component(stem ${source} NAME_WE)
    # Catch gives every test case the tag #<file>.
    add_test(NAME "${name}: ${stem}" COMMAND test_${name} --filenames-as-tags "[#${stem}]" ${not_empty}
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties("${name}: ${stem}" PROPERTIES ${properties})
  endforeach()
endfunction()
