# rtl4ml_embed(TARGET NAME FILE): the text of FILE as `const char* const kNAME` in namespace rtl4ml::embedded, compiled into
# TARGET, so that the program needs no folder beside it. Written again whenever FILE changes.
function(rtl4ml_embed target name file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} EMBEDDED_TEXT)
  set(EMBEDDED_NAME ${name})
  set(source ${CMAKE_BINARY_DIR}/embedded/${name}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/embed.cpp.in ${source} @ONLY)
  target_sources(${target} PRIVATE ${source})
endfunction()
