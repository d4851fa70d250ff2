import { describe, expect, it } from 'vitest';
import { debianMirror } from '../../offline/mirror.js';

const base = 'bookworm|Debian|Debian|https://mirror.example/debian/';

describe('debianMirror', () => {
  it('takes the base archive, whatever comes before it', () => {
    const targets = [
      'bookworm-updates|Debian|Debian|https://updates.example/debian/',
      'bookworm-security|Debian|Debian-Security|https://security.example/debian-security/',
      'stable|Vendor|Vendor|https://vendor.example/apt/',
      base,
    ];
    expect(debianMirror(targets.join('\n'))).toBe('https://mirror.example/debian/');
  });

  it('finds none among other archives, nor one that debootstrap cannot read', () => {
    expect(debianMirror('')).toBeUndefined();
    expect(debianMirror('noble|Ubuntu|Ubuntu|https://mirror.example/ubuntu/')).toBeUndefined();
    expect(debianMirror('bookworm-security|Debian|Debian-Security|https://security.example/')).toBeUndefined();
    expect(debianMirror('bookworm|Debian|Debian|cdrom://disc/')).toBeUndefined();
  });
});
