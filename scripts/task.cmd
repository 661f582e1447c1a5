@echo off
rem Runs a verb of Taskfile.yml with the runner that tools\go.mod pins: scripts\task test. Needs nothing but Go.
setlocal
set "root=%~dp0.."
set "GOWORK_BEFORE=%GOWORK%"
set "GOWORK=off"
set "runner="
for /f "usebackq delims=" %%i in (`go -C "%root%\tools" tool -n task`) do set "runner=%%i"
set "GOWORK=%GOWORK_BEFORE%"
if not defined runner exit /b 1
"%runner%" --taskfile "%root%\Taskfile.yml" %*
exit /b %ERRORLEVEL%
