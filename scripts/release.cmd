@echo off
rem Releases what versions.yaml names: checks, rehearses, and with --push tags and pushes. See docs\releasing.md.
setlocal
set "GOWORK=off"
go -C "%~dp0..\tools" run ./release tag %*
exit /b %ERRORLEVEL%
