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
local values, writers, out = {}, {}, {}
for i = 1, #KEYS, 2 do
  values[#values + 1] = KEYS[i]
  writers[#writers + 1] = KEYS[i + 1]
end
local held = redis.call('MGET', unpack(values))
local lease = 'L' .. ARGV[1] .. ARGV[2]
local announced = redis.call('EXISTS', unpack(writers)) > 0
for i = 1, #values do
  local prefix = held[i] and string.sub(held[i], 1, 9)
  if prefix == 'V' .. ARGV[1] then out[i] = held[i]
  else
    local busy = announced and redis.call('EXISTS', writers[i]) == 1
    if busy then
      redis.call('ZREMRANGEBYSCORE', writers[i], '-inf', now)
      busy = redis.call('EXISTS', writers[i]) == 1
    end
    if busy then out[i] = 'Q'
    elseif prefix == 'L' .. ARGV[1] then out[i] = 'W' .. string.sub(held[i], 10)
    else
      redis.call('SET', values[i], lease, 'PX', ARGV[3])
      out[i] = 'L'
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
local held = redis.call('MGET', unpack(KEYS))
for i = 1, #KEYS do
  if held[i] == ARGV[1] then
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
