/** Makes `npx atlas-privatelink` in a checkout what its sources say: npm links the bin of a workspace before anything is built. */
import { freshBundle } from '../../bin/fresh-bundle.mjs';

freshBundle('bundle-command-line.ts', 'The command line');
