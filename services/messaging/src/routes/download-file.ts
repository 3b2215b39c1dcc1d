import type { ChannelFiles } from '../channel-files.ts'

export const downloadFileRoute = ({ files }: { files: ChannelFiles }) => files.downloadRoute()
