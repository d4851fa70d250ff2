/**
 * The protocol's steps on Redis, each atomic over any number of keys. KEYS alternate: value key, key of its writers (a sorted set of
 * writer → expiry in Redis' own milliseconds).
 */

const clock = `local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/**
 * ARGV: generation, token, lease milliseconds. Gives for each key: the value, `Q` writers are at work, `W` and its token another fill is, `L` the lease
 * is yours. A lease or value of another generation counts as absent.
 */
export const acquireScript = `${clock}
local out = {}
for i = 1, #KEYS, 2 do
  local held = redis.call('GET', KEYS[i])
  local prefix = held and string.sub(held, 1, 9)
  if prefix == 'V' .. ARGV[1] then out[#out + 1] = held
  else
    local writers = redis.call('EXISTS', KEYS[i + 1]) == 1
    if writers then
      redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', now)
      writers = redis.call('EXISTS', KEYS[i + 1]) == 1
    end
    if writers then out[#out + 1] = 'Q'
    elseif prefix == 'L' .. ARGV[1] then out[#out + 1] = 'W' .. string.sub(held, 10)
    else
      redis.call('SET', KEYS[i], 'L' .. ARGV[1] .. ARGV[2], 'PX', ARGV[3])
      out[#out + 1] = 'L'
    end
  end
end
return out`;

/** KEYS: value keys only. ARGV: for each the header of a copy, of `length` bytes. Gives for each `=` where it is the value's header, else the value. */
export function checkScript(length: number): string {
  return `local out = {}
for i = 1, #KEYS do
  if redis.call('GETRANGE', KEYS[i], 0, ${length - 1}) == ARGV[i] then out[i] = '='
  else out[i] = redis.call('GET', KEYS[i]) end
end
return out`;
}

/** KEYS: value keys only. ARGV: the lease as acquired, then for each key value and milliseconds to live. Gives 1 for each that was kept. */
export const fillScript = `local out = {}
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then
    redis.call('SET', KEYS[i], ARGV[2 * i], 'PX', ARGV[2 * i + 1])
    out[i] = 1
  else out[i] = 0 end
end
return out`;

/** KEYS: value keys only. ARGV: the lease as acquired. Gives up leases whose fill failed. */
export const releaseScript = `for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
return 1`;

/** ARGV: writer, milliseconds. Announces a writer and drops values and leases. */
export const quarantineScript = `${clock}
for i = 1, #KEYS, 2 do
  redis.call('ZADD', KEYS[i + 1], now + ARGV[2], ARGV[1])
  if redis.call('PTTL', KEYS[i + 1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[i + 1], ARGV[2]) end
  redis.call('DEL', KEYS[i])
end
return 1`;

/** ARGV: writer. Withdraws the writer and drops values and leases once more. */
export const liftScript = `for i = 1, #KEYS, 2 do
  redis.call('ZREM', KEYS[i + 1], ARGV[1])
  redis.call('DEL', KEYS[i])
end
return 1`;
