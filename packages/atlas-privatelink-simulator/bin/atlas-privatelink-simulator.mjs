#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Exists only in a checkout of the repository, not in the package.
const freshBundle = new URL('../fresh-bundle.mjs', import.meta.url);
if (existsSync(freshBundle)) await import(freshBundle.href);
await import('../dist/atlas-privatelink-simulator.mjs');
