/** As for the command line: `npx atlas-privatelink-simulator` in a checkout is what its sources say. */
import { freshBundle } from '../../bin/fresh-bundle.mjs';

freshBundle('bundle-simulator.ts', 'The Atlas simulator');
