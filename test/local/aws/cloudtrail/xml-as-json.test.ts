import { describe, expect, it } from 'vitest';
import { xmlAsJson } from '../../../../local/aws/cloudtrail/xml-as-json.js';

describe('CloudTrail’s conversion of XML', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['True', 'True'],
    ['null', null],
    ['111122223333', 111122223333],
    ['012345678901', '012345678901'],
    ['0', 0],
    ['-7', -7],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['12345678901234567890', '12345678901234567890'],
    ['vpce-0', 'vpce-0'],
    ['', ''],
  ])('turns the text %j into %j', (text, value) => {
    expect(xmlAsJson(text)).toBe(value);
  });

  it('turns one element into an object, several into an array, an empty set into a text, and no element into no key', () => {
    expect(
      xmlAsJson({ one: [{ key: 'a' }], more: [{ key: 'a' }, { key: 'b' }], none: [], absent: undefined }),
    ).toEqual({ one: { key: 'a' }, more: [{ key: 'a' }, { key: 'b' }], none: '' });
    expect(Object.keys(xmlAsJson({ absent: undefined }) as object)).toEqual([]);
  });
});
