/**
 * The protocol's steps on Redis, each atomic over any number of keys. KEYS are those of values. The key of a value's writers, a sorted set of
 * writer → expiry in Redis' own milliseconds, is made of it here, which halves what is sent.
 */

/** Key of the writers of a value key; no table may be named `q`. */
export function writersKey(key: string): string {
  return `ps:q:${key.slice(3)}`;
}

const writersOf = `local function writers_of(key) return 'ps:q:' .. string.sub(key, 4) end
`;

const clock = `local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/**
 * ARGV: generation, token, lease milliseconds. Gives for each key: the value, be it from before a write under way, `Q` writers are at work, `W`
 * and its token another fill is, `L` the lease is yours. A lease or value of another generation counts as absent, and so does a previous
 * value without a writer.
 */
export const acquireScript = `${clock}${writersOf}
local values, writers, out = KEYS, {}, {}
for i = 1, #values do writers[i] = writers_of(values[i]) end
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
    if busy then out[i] = prefix == 'P' .. ARGV[1] and held[i] or 'Q'
    elseif prefix == 'L' .. ARGV[1] then out[i] = 'W' .. string.sub(held[i], 10)
    else
      redis.call('SET', values[i], lease, 'PX', ARGV[3])
      out[i] = 'L'
    end
  end
end
return out`;

/**
 * ARGV: for each the header of a copy, of `length` bytes. Gives for each `=` where it is the value's header, `~` where it is
 * but for the mark of a write under way, else the value.
 */
export function checkScript(length: number): string {
  return `local out = {}
for i = 1, #KEYS do
  local header = redis.call('GETRANGE', KEYS[i], 0, ${length - 1})
  if header == ARGV[i] then out[i] = '='
  elseif header == 'P' .. string.sub(ARGV[i], 2) then out[i] = '~'
  else out[i] = redis.call('GET', KEYS[i]) end
end
return out`;
}

/** ARGV: the lease as acquired, then for each key value and milliseconds to live. Gives 1 for each that was kept. */
export const fillScript = `local out = {}
local held = redis.call('MGET', unpack(KEYS))
for i = 1, #KEYS do
  if held[i] == ARGV[1] then
    redis.call('SET', KEYS[i], ARGV[2 * i], 'PX', ARGV[2 * i + 1])
    out[i] = 1
  else out[i] = 0 end
end
return out`;

/** ARGV: the lease as acquired. Gives up leases whose fill failed. */
export const releaseScript = `for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
return 1`;

/**
 * ARGV: writer, milliseconds, generation, milliseconds for which a previous value may be read. Announces a writer; drops leases, and values unless
 * they are rows of the generation and no other writer is at work: those are marked as previous. Gives for each key the header of what was marked, or
 * nothing. A list is dropped: the next writer of a row that has left it would not announce it. A previous value is dropped: its writer may have died, or asks twice and did not get the header.
 */
export function quarantineScript(length: number): string {
  return `${clock}${writersOf}
local out = {}
for i = 1, #KEYS do
  local value, writers = KEYS[i], writers_of(KEYS[i])
  local alone = redis.call('EXISTS', writers) == 0
  redis.call('ZADD', writers, now + ARGV[2], ARGV[1])
  if redis.call('PTTL', writers) < tonumber(ARGV[2]) then redis.call('PEXPIRE', writers, ARGV[2]) end
  local header = alone and redis.call('GETRANGE', value, 0, ${length - 1}) or ''
  if string.sub(header, 1, 9) == 'V' .. ARGV[3] and string.sub(header, 16, 16) ~= 'L' then
    redis.call('SETRANGE', value, 0, 'P')
    local left = redis.call('PTTL', value)
    if left < 0 or left > tonumber(ARGV[4]) then redis.call('PEXPIRE', value, ARGV[4]) end
    out[#out + 1] = header
  else
    redis.call('DEL', value)
    out[#out + 1] = ''
  end
end
return out`;
}

/** ARGV: writer. Withdraws the writer and drops values and leases once more. */
export const liftScript = `${writersOf}
for i = 1, #KEYS do
  redis.call('ZREM', writers_of(KEYS[i]), ARGV[1])
  redis.call('DEL', KEYS[i])
end
return 1`;

/**
 * ARGV: writer, then for each key the header of the previous value, the next value and its milliseconds to live. Withdraws the writer and puts the
 * next value in place of that very previous one, where no other writer is at work; else drops what is there.
 */
export function succeedScript(length: number): string {
  return `${writersOf}
for i = 1, #KEYS do
  local value, writers, at = KEYS[i], writers_of(KEYS[i]), i * 3 - 1
  redis.call('ZREM', writers, ARGV[1])
  if redis.call('EXISTS', writers) == 0 and redis.call('GETRANGE', value, 0, ${length - 1}) == 'P' .. string.sub(ARGV[at], 2) then
    redis.call('SET', value, ARGV[at + 1], 'PX', ARGV[at + 2])
  else redis.call('DEL', value) end
end
return 1`;
}
