import { describe, expect, it } from 'vitest';
import { readInsideLine } from '../../smoke/host/inside-lines.js';
import { result } from './fixture.js';

describe('a line of the inside checks', () => {
  it('is a result', () => {
    expect(readInsideLine(JSON.stringify(result()))).toEqual(result());
  });

  it('is the summary', () => {
    expect(readInsideLine('{"summary":{"passed":1,"failed":0,"skipped":0}}')).toBe('summary');
  });

  it.each(['', 'Warning: something', '{"half":', '{"name":"x"}', JSON.stringify({ ...result(), tier: 'mongodb' })])(
    'is ignored when somebody else wrote it: %j',
    (line) => {
      expect(readInsideLine(line)).toBeUndefined();
    },
  );
});
