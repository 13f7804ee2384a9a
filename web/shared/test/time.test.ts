import { describe, expect, it } from 'vitest';
import { clock } from '../src/time';

const ja = clock('ja', 'Asia/Tokyo');
const en = clock('en', 'Asia/Tokyo');
const now = Date.parse('2026-11-22T03:00:00Z'); // noon in Tokyo

describe('clock', () => {
  it('is short in lists', () => {
    expect(ja.short('2026-11-22T01:42:00Z', now)).toBe('10:42');
    expect(ja.short('2026-11-21T12:00:00Z', now)).toBe('昨日');
    expect(en.short('2026-11-21T12:00:00Z', now)).toBe('yesterday');
    expect(ja.short('2026-11-18T12:00:00Z', now)).toBe('11/18');
    expect(ja.short('2025-11-18T12:00:00Z', now)).toBe('2025/11/18');
  });

  it('counts days in the desk’s zone', () => {
    expect(ja.dayKey('2026-11-21T14:59:59Z')).toBe('2026-11-21');
    expect(ja.dayKey('2026-11-21T15:00:00Z')).toBe('2026-11-22');
    expect(ja.day('2026-11-21T15:00:00Z')).toBe('11月22日(日)');
  });

  it('says spans in hours and minutes', () => {
    expect(ja.span(72 * 60_000)).toBe('1 時間 12 分');
    expect(en.span(45 * 60_000)).toBe('45 min');
    expect(ja.span(10_000)).toBe('1 分');
  });
});
