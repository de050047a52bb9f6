import type { HookName } from '../request/hook-request.js';

export const HOOKS: readonly HookName[] = ['order-sign', 'order-select', 'patient-view'];
