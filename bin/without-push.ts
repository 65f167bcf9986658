/** Environment variable of a process that plays scenarios: `true` turns the prop `push` off in all of them. */
export const WITHOUT_PUSH = 'SCENARIOS_WITHOUT_PUSH';
