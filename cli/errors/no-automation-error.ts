import { CommandError } from './command-error.js';

/** No automation is installed in the account and Region; a member of a hub has none. */
export class NoAutomationError extends CommandError {
  constructor(region: string) {
    super(
      `No automation is installed in ${region} of this account.`,
      'Give the Region and the profile of its stack (--region, --profile), or deploy AtlasPrivateLink there. A stack of an earlier version has to be deployed again.',
    );
  }
}
