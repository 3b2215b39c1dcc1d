import {
  Ban,
  Clock,
  Globe,
  Headset,
  ListPlus,
  MessageCircle,
  MessageSquareQuote,
  Palette,
  Split,
  Tag,
  Users,
} from 'lucide-react'
import { lazyPart } from '../ui/lazy-part.tsx'
import type { SectionEntry } from './parts/sections.tsx'
import type { Texts } from './texts/en.ts'

const DeskSettings = lazyPart(() => import('./desk/desk.tsx'))
const BusinessHours = lazyPart(() => import('./desk/hours.tsx'))
const Routing = lazyPart(() => import('./desk/routing.tsx'))
const WidgetKeys = lazyPart(() => import('./widget-keys/widget-keys.tsx'))
const Appearance = lazyPart(() => import('./appearance/appearance.tsx'))
const Sites = lazyPart(() => import('./desk-lists/sites.tsx'))
const Replies = lazyPart(() => import('./replies/replies.tsx'))
const Labels = lazyPart(() => import('./desk-lists/labels.tsx'))
const Teams = lazyPart(() => import('./desk-lists/teams.tsx'))
const Attributes = lazyPart(() => import('./desk-lists/attributes.tsx'))
const Blocks = lazyPart(() => import('./desk-lists/blocks.tsx'))

/** How the support desk is set up; agents who run nothing have their replies there alone. */
export function deskEntries(texts: Texts, isAdmin: boolean): SectionEntry[] {
  const replies = { path: '/replies', label: texts.replies, icon: MessageSquareQuote, Screen: Replies }
  if (!isAdmin) return [replies]
  return [
    { path: '/desk', label: texts.deskSettings, icon: Headset, Screen: DeskSettings },
    { path: '/hours', label: texts.hours, icon: Clock, Screen: BusinessHours },
    { path: '/routing', label: texts.routing, icon: Split, Screen: Routing },
    { path: '/widget', label: texts.widget, icon: MessageCircle, Screen: WidgetKeys },
    { path: '/appearance', label: texts.appearance, icon: Palette, Screen: Appearance },
    { path: '/sites', label: texts.sites, icon: Globe, Screen: Sites },
    replies,
    { path: '/labels', label: texts.labels, icon: Tag, Screen: Labels },
    { path: '/teams', label: texts.teams, icon: Users, Screen: Teams },
    { path: '/attributes', label: texts.attributes, icon: ListPlus, Screen: Attributes },
    { path: '/blocks', label: texts.blocks, icon: Ban, Screen: Blocks },
  ]
}
