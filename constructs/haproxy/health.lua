-- Which servers get requests, and which lose those that they hold. HAProxy's own ways do not suffice:
-- it sends requests to a server as soon as DNS knows it, and retries nothing that it takes away.
--
-- A server's weight is 0 until its first health check passes.
--
-- A server that is frozen or cut off does not respond to its health check, and holds its requests. If
-- another server is there, HAProxy closes their connections, and the proxy in front retries what may be
-- retried. One that refuses connections keeps its requests: it is stopping, and finishes them.

-- As long as `timeout connect`: by then, requests that waited for a connection are elsewhere.
local GRACE_SECONDS = 1

-- By backend and server: "PASSED", "CONDPASS" (draining) or "FAILED" (also while it passes its first
-- checks after a failure); nothing before the first pass.
local states = {}

local function hasOther(servers, name)
    for other, state in pairs(servers) do
        if other ~= name and state == "PASSED" then return true end
    end
    return false
end

local function closeRequests(servers, name, server)
    core.sleep(GRACE_SECONDS)
    if servers[name] == "FAILED" and hasOther(servers, name) then
        core.log(core.notice, "Server " .. name .. " does not respond: closing the requests that it holds")
        server:shut_sess()
    end
end

core.event_sub({ "SERVER_ADMIN", "SERVER_INETADDR", "SERVER_CHECK" }, function(event, data)
    local server, name = data.reference, data.name
    if not server then return end
    local servers = states[data.proxy_name] or {}
    states[data.proxy_name] = servers

    -- DNS has another address for the name, or none
    if event ~= "SERVER_CHECK" then
        servers[name] = nil
        server:set_weight("0")
        return
    end

    local check = data.check
    if not servers[name] then
        if check.result ~= "PASSED" then return end
        server:set_weight("100")
    end
    local isDown = check.health.cur < check.health.rise
    servers[name] = isDown and "FAILED" or check.result
    if isDown and check.reason.short:find("TOUT") then
        core.register_task(closeRequests, servers, name, server)
    end
end)
