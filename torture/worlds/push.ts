/**
 * `npm run test:without-push` plays every scenario with the prop `push` off: nothing may depend on notifications of EC2.
 */
import { WITHOUT_PUSH } from '../../bin/without-push.js';

export const hasPush = process.env[WITHOUT_PUSH] !== 'true';

/** For the ready-made app: its settings. */
export const PUSH_SETTING = hasPush ? {} : { push: 'false' };
/** For apps of scenarios: props of `AtlasPrivateLink`. */
export const PUSH_PROP = hasPush ? {} : { push: false };
