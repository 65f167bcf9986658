import { describe, expect, it } from 'vitest';
import { applicationLogLevel, passesLevel } from '../../../../local/aws/lambda/lambda-log-level.js';

describe("Lambda's log level", () => {
  it('is INFO by default for a function with JSON logs', () => {
    expect(applicationLogLevel({ LogFormat: 'JSON' })).toBe('INFO');
    expect(applicationLogLevel({ LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG' })).toBe('DEBUG');
    expect(applicationLogLevel({ LogFormat: 'Text' })).toBeUndefined();
    expect(applicationLogLevel(undefined)).toBeUndefined();
  });

  it('counts a line without a level as INFO, such as an embedded metric', () => {
    expect(passesLevel({ _aws: {} }, 'INFO')).toBe(true);
    expect(passesLevel({ _aws: {} }, 'WARN')).toBe(false);
  });

  it('passes lines of at least its severity', () => {
    expect(passesLevel({ level: 'DEBUG' }, 'INFO')).toBe(false);
    expect(passesLevel({ level: 'DEBUG' }, 'DEBUG')).toBe(true);
    expect(passesLevel({ level: 'ERROR' }, 'WARN')).toBe(true);
    expect(passesLevel({ level: 'DEBUG' }, undefined)).toBe(true);
  });
});
