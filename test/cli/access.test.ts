import { afterEach, describe, expect, it, vi } from 'vitest';
import { openAccess } from '../../cli/access.js';
import { ExitCode } from '../../cli/exit-code.js';

afterEach(() => vi.unstubAllEnvs());

describe('access', () => {
  it('fails without a Region in the environment or the profile', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    await expect(openAccess(undefined)).rejects.toMatchObject({
      name: 'CommandError',
      message: 'No AWS Region is set.',
      exitCode: ExitCode.USAGE,
    });
  });
});
