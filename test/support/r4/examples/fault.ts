/** What is wrong, the resource, and a part of the problem that must be reported. */
export type Fault = readonly [fault: string, resource: object, problem: string];
