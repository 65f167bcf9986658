import { describe, expect, it } from 'vitest';
import { parameterValues } from '../../../../local/aws/cloudformation/template-parameters.js';

const NAME = { Name: { Type: 'String', AllowedPattern: '[a-z]+', MaxLength: 3 } };

describe('parameters of a template', () => {
  it('have a given value or their default, and lists are split', () => {
    const declared = { ...NAME, Ids: { Type: 'CommaDelimitedList', Default: 'a,b' } };
    expect(parameterValues(declared, { Name: 'abc' })).toEqual({ Name: 'abc', Ids: ['a', 'b'] });
  });

  it.each([
    ['that the template does not have', { Name: 'abc', Other: 'x' }, /\[Other\] do not exist/],
    ['without a value', {}, /\[Name\] must have values/],
    ['that match a pattern only partly', { Name: 'a1' }, /must match pattern/],
    ['that are too long', { Name: 'abcd' }, /at most 3/],
  ])('%s are refused', (_what, given, message) => {
    expect(() => parameterValues(NAME, given)).toThrow(message);
  });

  it('with a constraint that is not simulated are refused', () => {
    const declared = { Name: { Type: 'String', MinLength: 2 } };
    expect(() => parameterValues(declared, { Name: 'a' })).toThrow('MinLength of parameter Name');
  });
});
