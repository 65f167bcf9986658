export { AtlasServer, type AtlasServerOptions } from './atlas-server.js';
export type { AtlasWorld, EndpointFinder, Project } from './atlas-world.js';
export { machineClock, type WorldClock } from './clock.js';
export type { EndpointService } from './endpoint-service.js';
export type { Fault, Strike } from './faults.js';
export type { JournalEntry } from './journal.js';
export { type Link, NOT_FOUND_MESSAGE } from './link.js';
export { DEFAULT_TIMINGS, type Timings } from './timings.js';
