import { afterAll } from 'vitest'
import { closeAll } from './close-afterwards.ts'

afterAll(closeAll)
