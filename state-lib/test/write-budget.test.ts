import { describe, expect, it } from 'vitest';
import { entities } from '../src/schema/entities.js';
import { WriteBudget, weightOf } from '../src/store/write-budget.js';

describe('bytes of writes under way', () => {
  it('are bounded, and given back by what ended, well or not', async () => {
    const shed: string[] = [];
    const budget = new WriteBudget(100, () => shed.push('shed'));
    let end: (how: string) => void = () => {};
    const hold = async (bytes: number): Promise<string> =>
      await budget.spend(bytes, async () => await new Promise<string>((resolve) => (end = resolve)));
    const large = hold(100);
    await expect(hold(1)).rejects.toThrow(
      'overloaded: writes of 100 bytes are under way, at most 100 may be; retry later',
    );
    await expect(hold(101)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('split it'),
    });
    end('done');
    expect(await large).toBe('done');
    const failing = budget.spend(60, async () => await Promise.reject(new Error('broken')));
    await expect(hold(41)).rejects.toThrow('overloaded');
    await expect(failing).rejects.toThrow('broken');
    const last = hold(100);
    end('last');
    expect(await last).toBe('last');
    expect(shed).toHaveLength(2);
  });

  it('are those of the texts that rows become', () => {
    const values = { regionId: '0_0_0', payload: { text: 'é'.repeat(10) }, position: 'x', createdAt: new Date() };
    expect(weightOf(entities, [{ key: 'k'.repeat(36), values }])).toBe(36 + 5 + 21 + 3 + 8);
  });
});
