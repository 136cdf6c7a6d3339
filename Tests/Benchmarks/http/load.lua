-- A load for wrk: LOAD_METHOD, LOAD_HEADERS (one "Name: value" per line) and the file LOAD_BODIES (one body per line, in turn)
-- say what each request is.
-- At the end one line of JSON: requests, seconds, failed answers, latencies in milliseconds.
wrk.method = os.getenv("LOAD_METHOD") or "GET"
for name, value in (os.getenv("LOAD_HEADERS") or ""):gmatch("([^:\n]+): ([^\n]+)") do
  wrk.headers[name] = value
end

local bodies = {}
for line in io.lines(os.getenv("LOAD_BODIES") or "/dev/null") do bodies[#bodies + 1] = line end
local turn = 0

function request()
  if #bodies == 0 then return wrk.format() end
  turn = turn % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[turn])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests": %d, "seconds": %.6f, "failed": %d, "p50": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
