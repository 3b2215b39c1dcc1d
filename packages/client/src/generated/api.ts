// Generated from the contracts by `pnpm client:generate`.
export interface paths {
    "/api/agent/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFellowAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["updateAvailability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/canned-replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listCannedReplies"];
        put?: never;
        post: operations["createCannedReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/canned-replies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCannedReply"];
        put?: never;
        post?: never;
        delete: operations["deleteCannedReply"];
        options?: never;
        head?: never;
        patch: operations["updateCannedReply"];
        trace?: never;
    };
    "/api/agent/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAgentConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateAgentConversation"];
        trace?: never;
    };
    "/api/agent/conversations/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["assignAgentConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/mark-read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["markAgentConversationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeAgentConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentMessages"];
        put?: never;
        post: operations["sendAgentMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listNotes"];
        put?: never;
        post: operations["createNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resolveAgentConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/suggestion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["suggestAgentReply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["summarizeAgentConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["typeToVisitor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/conversations/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["actOnAgentConversations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMacros"];
        put?: never;
        post: operations["createMacro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/macros/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteMacro"];
        options?: never;
        head?: never;
        patch: operations["updateMacro"];
        trace?: never;
    };
    "/api/agent/macros/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["applyMacro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAgentProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createAgentPushSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentTeams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/view-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["countAgentViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSavedViews"];
        put?: never;
        post: operations["createSavedView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteSavedView"];
        options?: never;
        head?: never;
        patch: operations["updateSavedView"];
        trace?: never;
    };
    "/api/agent/visitors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentVisitors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agent/visitors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAgentVisitor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateAgentVisitor"];
        trace?: never;
    };
    "/api/agent/visitors/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["blockVisitor"];
        delete: operations["unblockVisitor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/accept-invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["acceptInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/browser-session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["openBrowserSession"];
        delete: operations["deleteBrowserSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/browser-session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["openBrowserSessionByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/browser-session/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["issueBrowserToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/resend-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/show-invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["showInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/switch-workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["switchWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/inbound-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["receiveMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/receipt-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getReceiptKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/desk/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["showUnsubscribing"];
        put?: never;
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listKnowledge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge-graph/entities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listKnowledgeGraphEntities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge-graph/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getKnowledgeGraphStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getKnowledge"];
        put?: never;
        post?: never;
        delete: operations["deleteKnowledge"];
        options?: never;
        head?: never;
        patch: operations["updateKnowledge"];
        trace?: never;
    };
    "/api/knowledge/{id}/passages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listKnowledgePassages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge/files/{id}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadKnowledge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["searchKnowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/knowledge/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["uploadKnowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantAgents"];
        put?: never;
        post: operations["inviteTenantAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateTenantAgent"];
        trace?: never;
    };
    "/api/tenant/agents/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["deactivateTenantAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/agents/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reactivateTenantAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWidgetKeys"];
        put?: never;
        post: operations["createWidgetKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteWidgetKey"];
        options?: never;
        head?: never;
        patch: operations["updateWidgetKey"];
        trace?: never;
    };
    "/api/tenant/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantAttributes"];
        put?: never;
        post: operations["createAttribute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/attributes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteAttribute"];
        options?: never;
        head?: never;
        patch: operations["updateAttribute"];
        trace?: never;
    };
    "/api/tenant/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listBlocks"];
        put?: never;
        post: operations["createBlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/blocks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteBlock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantConversation"];
        put?: never;
        post?: never;
        delete: operations["deleteTenantConversation"];
        options?: never;
        head?: never;
        patch: operations["updateTenantConversation"];
        trace?: never;
    };
    "/api/tenant/conversations/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["assignTenantConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/{id}/mark-read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["markTenantConversationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mergeTenantConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resolveTenantConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["updateTenantConversationStatus"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/conversations/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["actOnTenantConversations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/erasures/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/identity-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["createIdentitySecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantLabels"];
        put?: never;
        post: operations["createLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/labels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteLabel"];
        options?: never;
        head?: never;
        patch: operations["updateLabel"];
        trace?: never;
    };
    "/api/tenant/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/reports.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadTenantReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSites"];
        put?: never;
        post: operations["createSite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/sites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSite"];
        put?: never;
        post?: never;
        delete: operations["deleteSite"];
        options?: never;
        head?: never;
        patch: operations["updateSite"];
        trace?: never;
    };
    "/api/tenant/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantTeams"];
        put?: never;
        post: operations["createTeam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteTeam"];
        options?: never;
        head?: never;
        patch: operations["updateTeam"];
        trace?: never;
    };
    "/api/tenant/visitors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTenantVisitors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/visitors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantVisitor"];
        put?: never;
        post?: never;
        delete: operations["deleteTenantVisitor"];
        options?: never;
        head?: never;
        patch: operations["updateTenantVisitor"];
        trace?: never;
    };
    "/api/tenant/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTenantWorkspace"];
        put: operations["updateTenantWorkspace"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sendChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgents"];
        put?: never;
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAgent"];
        put?: never;
        post?: never;
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/api/v2/agents/{id}/message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["messageAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAgentVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/agents/{id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restoreAgentVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listApiKeys"];
        put?: never;
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getApproval"];
        put?: never;
        post: operations["decideApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/archives/{id}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadArchive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/audit-log/entries.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["uploadAvatar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/avatars/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/avatars/foreign/{signature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getForeignAvatar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listBudgets"];
        put: operations["putBudget"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChannels"];
        put?: never;
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannel"];
        put?: never;
        post?: never;
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        patch: operations["updateChannel"];
        trace?: never;
    };
    "/api/v2/channels/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChannelFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/hidden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setChannelHidden"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["inviteToChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["joinChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["leaveChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChannelMembers"];
        put?: never;
        post: operations["addChannelMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removeChannelMember"];
        options?: never;
        head?: never;
        patch: operations["updateChannelMember"];
        trace?: never;
    };
    "/api/v2/channels/{id}/members/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["addChannelMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/messages/{messageId}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pinChannelMessage"];
        delete: operations["unpinChannelMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["setNotificationLevel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listReadMarkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getChannelRetention"];
        put: operations["setChannelRetention"];
        post?: never;
        delete: operations["resetChannelRetention"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/twins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChannelTwins"];
        put?: never;
        post: operations["assignTwin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/twins/{twinId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removeTwin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/{id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["markUnread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["markAllRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/channels/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUnread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/files/{id}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadChatFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/runs/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rateRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/runs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChatSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteChatSession"];
        options?: never;
        head?: never;
        patch: operations["updateChatSession"];
        trace?: never;
    };
    "/api/v2/chat/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listChatMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["streamChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/stream/{streamId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["resumeChatStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/chat/stream/{streamId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stopChatStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDemo"];
        put?: never;
        post: operations["loadDemo"];
        delete: operations["removeDemo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/drafts/{channelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getDraft"];
        put: operations["putDraft"];
        post?: never;
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/files/{id}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/incoming-webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listIncomingWebhooks"];
        put?: never;
        post: operations["createIncomingWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/incoming-webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteIncomingWebhook"];
        options?: never;
        head?: never;
        patch: operations["updateIncomingWebhook"];
        trace?: never;
    };
    "/api/v2/incoming-webhooks/{id}/regenerate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["regenerateIncomingWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listOwnInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/invitations/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/invitations/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["declineInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/linked-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listLinkedAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/linked-accounts/{platform}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startAccountLink"];
        delete: operations["unlinkAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/linked-accounts/{platform}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirmAccountLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMcpServers"];
        put?: never;
        post: operations["createMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/mcp-servers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMcpServer"];
        put?: never;
        post?: never;
        delete: operations["deleteMcpServer"];
        options?: never;
        head?: never;
        patch: operations["updateMcpServer"];
        trace?: never;
    };
    "/api/v2/mcp-servers/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/mcp-servers/{id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMcpServerTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["postMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getMessage"];
        put: operations["editMessage"];
        post?: never;
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/{id}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["followThread"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/{id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pinMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/{id}/react": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["toggleReaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/{id}/thread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replyInThread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/{id}/thread/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["markThreadRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/mentions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listMentions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listScheduledMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/scheduled/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getScheduledMessage"];
        put?: never;
        post?: never;
        delete: operations["deleteScheduledMessage"];
        options?: never;
        head?: never;
        patch: operations["updateScheduledMessage"];
        trace?: never;
    };
    "/api/v2/messages/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["searchMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/summarize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["summarizeMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFollowedThreads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/messages/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["uploadFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/personalities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPersonalities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listRemoteChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateRemoteChannel"];
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateConnectionConfig"];
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["connectPlatform"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["replaceCredentials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["disconnectPlatform"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["receiveAppEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/events/{integrationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["receivePlatformEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/import-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["importHistory"];
        delete: operations["cancelHistoryImport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/import-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getHistoryImport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listHistoryImports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["returnFromPlatform"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/oauth/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["finishPlatformOAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/oauth/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startPlatformOAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/platform-connections/{platform}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getPreferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updatePreferences"];
        trace?: never;
    };
    "/api/v2/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listPushSubscriptions"];
        put?: never;
        post: operations["createPushSubscription"];
        delete: operations["deletePushSubscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/receipt-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkspaceReceiptKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getRetention"];
        put: operations["setRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/tools/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listToolChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/tools/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listToolPolicies"];
        put: operations["setToolPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/twins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTwins"];
        put?: never;
        post: operations["createTwin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/twins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getTwin"];
        put?: never;
        post?: never;
        delete: operations["deleteTwin"];
        options?: never;
        head?: never;
        patch: operations["updateTwin"];
        trace?: never;
    };
    "/api/v2/twins/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listTwinVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/twins/{id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restoreTwinVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/twins/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["tryTwin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhooks"];
        put?: never;
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/v2/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks/{id}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["cancelWebhookDelivery"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspace-deletions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkspaceDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWorkspaces"];
        put?: never;
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete: operations["deleteWorkspace"];
        options?: never;
        head?: never;
        patch: operations["updateWorkspace"];
        trace?: never;
    };
    "/api/v2/workspaces/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["exportWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listExports"];
        put?: never;
        post: operations["startExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/exports/{exportId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getExport"];
        put?: never;
        post?: never;
        delete: operations["deleteExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listImports"];
        put?: never;
        post: operations["startImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/imports/{importId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getImport"];
        put?: never;
        post?: never;
        delete: operations["cancelImport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/imports/{importId}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listImportedChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/imports/{importId}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getImportProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/imports/{importId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["retryImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWorkspaceInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["deleteInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/invitations/{invitationId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWorkspaceMembers"];
        put?: never;
        post: operations["inviteWorkspaceMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspaces/{id}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["removeWorkspaceMember"];
        options?: never;
        head?: never;
        patch: operations["updateWorkspaceMember"];
        trace?: never;
    };
    "/api/v2/workspaces/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restoreWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWidgetConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWidgetConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getWidgetDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/files/{id}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["downloadDeskFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listWidgetMessages"];
        put?: never;
        post: operations["sendWidgetMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["visitWidgetPage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rateInWidget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["readInWidget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["startWidgetSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["mailTranscript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["typeInWidget"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/widget/visitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["updateWidgetVisitor"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AgentInvitation: {
            email: string;
            /** Format: date-time */
            expiresAt: string;
            id: string;
            name: string | null;
        };
        AgentMessage: {
            content: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: uuid
             * @description The answer’s message in the private conversation.
             */
            id: string;
            /** @description The model that answered; `local` where none is configured. */
            model: string | null;
            tools_used: string[];
        };
        AgentProfile: {
            /**
             * @description What they say of themselves: who is away or busy is assigned nothing automatically.
             * @enum {string}
             */
            availability: "online" | "away" | "busy";
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatarUrl: string | null;
            /** @description So many open conversations they have before none is given to them automatically; null for as many as the workspace says. */
            capacity: number | null;
            /** @description How visitors have rated them: the average of 1 to 5, to two decimals, and of how many ratings. */
            csat: {
                count: number;
                score: number | null;
            };
            email: string;
            id: string;
            /** @description Whether they are connected. Nobody is known to be while Redis is away. */
            isOnline: boolean;
            name: string;
            /** @description CUSTOMER is an owner or admin of the workspace. */
            roles: ("CUSTOMER" | "AGENT")[];
            tenant: {
                companyName: string | null;
                id: string;
                name: string;
            };
        };
        AgentPushSubscription: {
            /** Format: date-time */
            createdAt: string;
            device: string | null;
            endpoint: string;
            /** Format: uuid */
            id: string;
        };
        AnswerSource: {
            /** @description Of a message: the channel that it is in. */
            channel_id: string | null;
            /** @description The message’s or the document’s; of a page its address. It stands in the answer’s text. */
            id: string;
            /**
             * @description Of a document: the number of the passage that was found first, as its `passages` have it.
             * @default null
             */
            passage: number | null;
            /** @description Of a document, a page or a message’s file; null of anything else. */
            title: string | null;
            /**
             * @description A message of a channel, or a file of it; a document of the workspace’s knowledge; something that was said in the private conversation itself; a page of the web.
             * @enum {string}
             */
            type: "message" | "document" | "conversation" | "page";
        };
        ApiKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @description The first characters of the key, to recognise it by. */
            key_prefix: string;
            /** @description Kept to the minute. */
            last_used_at: string | null;
            name: string;
            scopes: ("read" | "write" | "execute" | "admin" | "knowledge:read" | "knowledge:write")[];
        };
        AssignedTwin: {
            /** Format: date-time */
            assigned_at: string;
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            /** @enum {string} */
            participation_mode: "active" | "passive" | "on-demand";
        };
        Attachment: {
            height: number | null;
            /** Format: uuid */
            id: string;
            name: string;
            /** @description Bytes. */
            size: number;
            /** @description A WebP of at most 480 × 480 pixels, where it is an image. */
            thumbnail_url: string | null;
            /** @description The media type, detected from the bytes. */
            type: string;
            /** @description Where its bytes are. Signed; it expires: after an hour or so in an answer, where it is the reader’s own and dead as soon as they may not read the channel, or the conversation is deleted; after five minutes in an event, where it works for everyone who received it, and dead as soon as anyone leaves the channel. Read the message again for a fresh one. */
            url: string;
            /** @description Of an image as it is shown, turned upright. */
            width: number | null;
        };
        Attribute: {
            /** @description Empty, but for a choice. */
            choices: string[];
            /** Format: date-time */
            createdAt: string;
            id: string;
            isVisitorClaim: boolean;
            key: string;
            label: string;
            /**
             * @description A text is one line of 200 characters, a date `YYYY-MM-DD`, a choice one of `choices`.
             * @enum {string}
             */
            type: "text" | "number" | "boolean" | "date" | "choice";
            /** Format: date-time */
            updatedAt: string;
        };
        AuditEntry: {
            /** @description What was done, by what it was done to: `member.role_changed`. */
            action: string;
            /** @description Who did it. */
            actor: {
                /**
                 * @description A token, a page’s token or an API key; `setting`: what they had set, carried out later.
                 * @enum {string}
                 */
                credential: "session" | "browser" | "key" | "setting";
                /** @description Of the session or API key. */
                credential_id: string | null;
                email: string | null;
                /** @description As they are called now; null where the account is gone. */
                name: string | null;
                /** Format: uuid */
                user_id: string;
            };
            /** Format: date-time */
            at: string;
            /** @description The fields that a change has given. Values are there for roles and numbers alone: no secret and no text is kept, but for the name of what it was done to. */
            changes: {
                after?: string | number | boolean | null;
                before?: string | number | boolean | null;
                field: string;
            }[];
            /** Format: uuid */
            id: string;
            /** @description As reported by trusted proxies alone. */
            ip: string | null;
            /** @description The `X-Request-Id` of the call. */
            request_id: string | null;
            /** @description What it was done to. A platform connection is known by its platform, an invitation by its address. */
            target: {
                id: string | null;
                /** @description What it was called then; null for people, visitors, conversations and what has no name. */
                name: string | null;
                type: string;
            };
            user_agent: string | null;
        };
        AvailablePlatform: {
            /** @description What `config.credentials`, or `PUT …/credentials`, takes. */
            credentials: {
                help: string;
                isRequired: boolean;
                isSecret: boolean;
                label: string;
                name: string;
            }[];
            displayName: string;
            /** @description What its app must subscribe to there, at `eventsUrl`; empty where nobody needs to. */
            events: string[];
            features: ("messages" | "channels" | "threads" | "files" | "reactions" | "edits" | "deletes" | "history")[];
            /**
             * @description Whether its app can be installed by `…/oauth/start`: not where this deployment has none there.
             * @enum {string}
             */
            oauth: "available" | "not_configured" | "not_supported";
            /** @enum {string} */
            platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            /** @description What its app must be allowed to do there. */
            scopes: string[];
            /** @constant */
            status: "available";
        };
        Block: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            expiresAt: string | null;
            id: string;
            /** @enum {string} */
            kind: "visitor" | "address" | "email";
            /** @description For colleagues: nobody who is blocked sees it. */
            reason: string | null;
            /** @description A visitor’s id; an IP address or a network, such as `203.0.113.0/24`; or an email address. */
            value: string;
        };
        Budget: {
            hard_usd: number | null;
            /** @description When the owners were last mailed that the soft budget is used up. */
            notified_at: string | null;
            /**
             * Format: date-time
             * @description When the next month begins, in UTC.
             */
            resets_at: string;
            /** @enum {string} */
            scope: "workspace" | "twin";
            soft_usd: number | null;
            /** @description What the month has cost so far, to six decimals. */
            spent_usd: number;
            /** @enum {string} */
            status: "ok" | "soft_exceeded" | "hard_exceeded";
            /** @description Null for the workspace’s. */
            twin_id: string | null;
            twin_name: string | null;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            updated_by: string;
        };
        CannedReply: {
            content: string;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description Whether all agents of the workspace have it, or the caller alone. */
            isShared: boolean;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Channel: {
            /** @enum {string} */
            channel_type: "text" | "voice" | "thread" | "dm";
            /** Format: date-time */
            created_at: string;
            created_by: string | null;
            description: string | null;
            display_name: string | null;
            /** Format: uuid */
            id: string;
            is_archived: boolean;
            is_private: boolean;
            /** @description When the newest message was posted, thread replies included; a deletion changes nothing, nor does an import. No event says so: `message.created` does. */
            last_message_at: string | null;
            member_count: number;
            /** @description Messages that are not deleted, thread replies included. */
            message_count: number;
            name: string;
            /** @description Null too for whoever cannot see the parent. */
            parent_channel_id: string | null;
            /** @description Of a dm, whom it is for, the reader included: at most 9. Null for any other channel. */
            participants: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatar_url: string | null;
                /** @description By which they are mentioned. */
                handle: string | null;
                /** Format: uuid */
                id: string;
                /** @description Null of someone who has left the workspace. */
                name: string | null;
            }[] | null;
            topic: string | null;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            workspace_id: string;
        };
        ChannelMember: {
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            display_name: string | null;
            email: string | null;
            /** Format: date-time */
            joined_at: string;
            /** @enum {string} */
            role: "admin" | "member";
            /** Format: uuid */
            user_id: string;
        };
        ChannelMembership: {
            /** Format: uuid */
            channel_id: string;
            /** Format: date-time */
            joined_at: string;
            /** @enum {string} */
            role: "admin" | "member";
            /** Format: uuid */
            user_id: string;
        };
        ChannelRetention: {
            /** @description Nothing is deleted before; null where nothing was ever set. */
            applies_at: string | null;
            /** @description Whether the caller may change it. */
            can_change: boolean;
            /** Format: uuid */
            channel_id: string;
            /** @description What holds for the channel: its own setting, or the workspace’s. */
            days: number | null;
            /** @description Whether the channel has a setting of its own. */
            is_own: boolean;
            /** @description How many messages are older than `preview_days`, where that is given. */
            preview?: {
                days: number;
                /** @description There are more than were counted. */
                has_more: boolean;
                /** @description At most 10000. */
                messages: number;
            };
            updated_at: string | null;
            updated_by: string | null;
            /** @description The workspace’s setting. */
            workspace_days: number | null;
        };
        ChatAnswer: {
            /** @description The picture or video that was made; they are those of the answer’s message. Empty for any other answer. */
            attachments: components["schemas"]["Attachment"][];
            /** @description How well what was found answers the question, from 0 to 1: 0 where nothing was found, or there is no answer; 0.5 where nothing was looked up for it. */
            confidence: number;
            /** @description The answer’s message in the channel, or in the private conversation; null where there is none, since the answer is empty. */
            messageId: string | null;
            metadata: {
                /** @description The model that answered; `local` where none is configured. */
                model: string | null;
                /** Format: uuid */
                runId: string;
                /**
                 * @description Why the answer ends where it does; `stopped` by a person.
                 * @enum {string}
                 */
                stopReason: "end" | "max_tokens" | "stop_sequence" | "refusal" | "context_exceeded" | "too_many_tools" | "stopped" | "other";
                toolsUsed: string[];
            };
            personality: string;
            /** @description Markdown. Images that are elsewhere are links in it. HTML in it is text that the model wrote, such as an `<img>` that would load something: Parley’s own clients show it as text, and whoever else shows it escapes it. Of a longer answer in a channel, the message there has the first 40,000 characters. */
            reply: string;
            /** @description Milliseconds. */
            responseTime: number;
            /** Format: uuid */
            sessionId: string;
            /** @description What it rests on: of what its tools have found, what its text names by id, in that order. */
            sources: components["schemas"]["AnswerSource"][];
            /** Format: date-time */
            timestamp: string;
            /** @description With `debug`. */
            toolCalls?: {
                duration: number;
                input: unknown;
                name: string;
                outputPreview: string;
            }[];
        };
        ChatMessage: {
            /** @description Of an answer: the picture or video that was made. */
            attachments: components["schemas"]["Attachment"][];
            content: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            id: string;
            /** @description The message that it follows. */
            parent_message_id: string | null;
            /** @description Who was asked, by handle. */
            personality: string;
            /** @enum {string} */
            role: "user" | "assistant";
            /**
             * Format: uuid
             * @description The run that answers it, or wrote it.
             */
            run_id: string;
            /** @description What it rests on: of what its tools have found, what its text names by id, in that order. */
            sources: components["schemas"]["AnswerSource"][];
            /** @description This message and those that stand in its place in other versions, oldest first. */
            version_ids: string[];
        };
        ChatSession: {
            /** Format: date-time */
            created_at: string;
            /** @description The last message of the version that is shown. */
            head_message_id: string | null;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_message_at: string;
            /** @description The beginning of its first question, until somebody names it. */
            title: string;
        };
        ConnectedChannel: {
            /** @description What the Parley channel is called; null until something of it is here, and where the caller cannot read it. */
            channelName: string | null;
            /**
             * @description What crosses once it is selected.
             * @enum {string}
             */
            direction: "in" | "out" | "both" | "off";
            /** @description The Parley channel has the same id once something of it is here. Stable, unless it becomes private or public there: see `paused`. */
            id: string;
            isPrivate: boolean;
            isSelected: boolean;
            /** @description Of its newest messages, those that only one side has. */
            missing: number;
            name: string;
            /** @description Why nothing crosses for now: the Parley channel is archived or deleted, it has become `private` there while the Parley channel is public, or `public` there while it goes out from a private Parley channel, of which nothing goes there unless somebody chooses so. `public` ends with `direction` `in`, and then nothing goes out. Deselected and selected again, all but an archived one get another channel here, `private` a private one, `public` a public one. */
            paused: ("archived" | "private" | "public" | "deleted") | null;
            /** @description Its id there. */
            remoteId: string;
            /**
             * @description `gone` where it was deleted there, or our account was removed from it.
             * @enum {string}
             */
            state: "open" | "archived" | "gone";
            /** @description The platform’s own word, such as `text`, `private` or `dm`. */
            type: string;
        };
        ConnectionCondition: {
            displayName: string;
            id: string;
            lastError: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                code: "rate_limited" | "unavailable" | "unauthorized" | "missing_scope" | "channel_gone" | "archived" | "not_found" | "rejected";
                message: string;
            } | null;
            /** @description Of the newest messages, those that only one side has; null: not compared. */
            missing: number | null;
            /** @enum {string} */
            platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            /** @enum {string} */
            status: "needs_credentials" | "connected" | "degraded" | "error" | "revoked";
        };
        Conversation: {
            /** @description Who has it; of a closed one, who had it. */
            agent: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatarUrl: string | null;
                id: string;
                /** @description Null where they have left the workspace. */
                name: string | null;
            } | null;
            /** @description Up to which `seq` the workspace has read it: its agents and owners share a marker. */
            agentReadSeq: number;
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description When an agent wrote first since then. */
            firstAnsweredAt: string | null;
            id: string;
            /** @description Whether it is put off until a time, or until its visitor writes. */
            isSnoozed: boolean;
            /** @description By name. */
            labels: {
                color: string;
                id: string;
                name: string;
            }[];
            lastMessage: {
                /** @description At most its first 200 characters. */
                content: string;
                /** Format: date-time */
                createdAt: string;
                /**
                 * @description `FILE` where there are attachments, `SYSTEM` for what the desk itself says.
                 * @enum {string}
                 */
                messageType: "TEXT" | "FILE" | "SYSTEM";
                /** @enum {string} */
                senderType: "VISITOR" | "AGENT" | "AI" | "SYSTEM";
            } | null;
            /** @description Where it went: this one is closed and empty, and in no list. */
            mergedInto: string | null;
            /**
             * Format: date-time
             * @description When it was made, or reopened last.
             */
            openedAt: string;
            priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
            /** @description What its visitor said of its last resolution, 1 to 5. */
            rating: number | null;
            /** @description What its visitor wrote with that `rating`. */
            ratingComment: string | null;
            /** @description The number of the newest change to anything in it that the caller sees: where `sync` goes on from. */
            rev: number;
            /** @description The number of its newest message. */
            seq: number;
            /** @description The site where it began. */
            siteId: string | null;
            /** @description Null where the workspace’s settings have no target for it. */
            sla: components["schemas"]["Sla"] | null;
            /** @description Null also for one that is put off until its visitor writes. */
            snoozedUntil: string | null;
            /** @enum {string} */
            status: "WAITING" | "ACTIVE" | "CLOSED";
            /** @description For which team it waits, or which one took it. */
            team: {
                id: string;
                name: string;
            } | null;
            /** @description What it was about, as AI has found when it was resolved. */
            topics: string[];
            /** @description Messages of its visitor that nobody of the workspace has read. */
            unreadCount: number;
            /**
             * Format: date-time
             * @description When anything in it that the caller sees has changed.
             */
            updatedAt: string;
            visitor: {
                city: string | null;
                country: string | null;
                email: string | null;
                id: string;
                isOnline: boolean;
                name: string | null;
            };
            /** @description Up to which `seq` its visitor has read it. */
            visitorReadSeq: number;
            /** @description Its `rev` as its visitor counts, for whom what agents alone see is no change. */
            visitorRev: number;
            /** @description Messages that its visitor has not read. */
            visitorUnreadCount: number;
            /**
             * Format: date-time
             * @description Its `updatedAt` as its visitor sees it.
             */
            visitorUpdatedAt: string;
            /** @description Since when its visitor waits for an agent’s answer. */
            waitingSince: string | null;
        };
        ConversationAction: {
            content: string;
            /** @constant */
            type: "reply";
        } | {
            content: string;
            /** @constant */
            type: "note";
        } | {
            labelId: string;
            /** @constant */
            type: "addLabel";
        } | {
            labelId: string;
            /** @constant */
            type: "removeLabel";
        } | {
            priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
            /** @constant */
            type: "setPriority";
        } | {
            /** @description Null: until its visitor writes. */
            minutes: number | null;
            /** @constant */
            type: "snooze";
        } | {
            /** @description Null: to whoever does it. */
            agentId: string | null;
            /** @constant */
            type: "assign";
        } | {
            teamId: string;
            /** @constant */
            type: "assignTeam";
        } | {
            /** @constant */
            type: "resolve";
        };
        ConversationAnalysis: {
            /** @description The messages that it rests on. */
            evidence: string[];
            /** @enum {string} */
            outcome: "resolved" | "unresolved" | "unanswered" | "unclear";
            /** @enum {string} */
            sentiment: "positive" | "neutral" | "negative";
            summary: string;
            topics: string[];
        };
        ConversationDetails: {
            /** @description Who has it; of a closed one, who had it. */
            agent: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatarUrl: string | null;
                id: string;
                /** @description Null where they have left the workspace. */
                name: string | null;
            } | null;
            /** @description Up to which `seq` the workspace has read it: its agents and owners share a marker. */
            agentReadSeq: number;
            analysis: components["schemas"]["ConversationAnalysis"] | null;
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description When an agent wrote first since then. */
            firstAnsweredAt: string | null;
            id: string;
            /** @description Whether it is put off until a time, or until its visitor writes. */
            isSnoozed: boolean;
            /** @description By name. */
            labels: {
                color: string;
                id: string;
                name: string;
            }[];
            lastMessage: {
                /** @description At most its first 200 characters. */
                content: string;
                /** Format: date-time */
                createdAt: string;
                /**
                 * @description `FILE` where there are attachments, `SYSTEM` for what the desk itself says.
                 * @enum {string}
                 */
                messageType: "TEXT" | "FILE" | "SYSTEM";
                /** @enum {string} */
                senderType: "VISITOR" | "AGENT" | "AI" | "SYSTEM";
            } | null;
            /** @description Where it went: this one is closed and empty, and in no list. */
            mergedInto: string | null;
            /**
             * Format: date-time
             * @description When it was made, or reopened last.
             */
            openedAt: string;
            priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
            /** @description What its visitor said of its last resolution, 1 to 5. */
            rating: number | null;
            /** @description What its visitor wrote with that `rating`. */
            ratingComment: string | null;
            /** @description The number of the newest change to anything in it that the caller sees: where `sync` goes on from. */
            rev: number;
            /** @description The number of its newest message. */
            seq: number;
            /** @description The site where it began. */
            siteId: string | null;
            /** @description Null where the workspace’s settings have no target for it. */
            sla: components["schemas"]["Sla"] | null;
            /** @description Null also for one that is put off until its visitor writes. */
            snoozedUntil: string | null;
            /** @enum {string} */
            status: "WAITING" | "ACTIVE" | "CLOSED";
            /** @description For which team it waits, or which one took it. */
            team: {
                id: string;
                name: string;
            } | null;
            /** @description What it was about, as AI has found when it was resolved. */
            topics: string[];
            /** @description Messages of its visitor that nobody of the workspace has read. */
            unreadCount: number;
            /**
             * Format: date-time
             * @description When anything in it that the caller sees has changed.
             */
            updatedAt: string;
            visitor: {
                /** @description By the keys of `GET /api/tenant/attributes`; those that have a value. */
                attributes: {
                    [key: string]: string | number | boolean;
                };
                city: string | null;
                country: string | null;
                email: string | null;
                /** @description Whether answers are mailed to the address: they are not where somebody there has unsubscribed, or mails bounced. Null where there is none. */
                emailStatus: ("ok" | "unsubscribed" | "bounced") | null;
                id: string;
                isOnline: boolean;
                name: string | null;
            };
            /** @description Up to which `seq` its visitor has read it. */
            visitorReadSeq: number;
            /** @description Its `rev` as its visitor counts, for whom what agents alone see is no change. */
            visitorRev: number;
            /** @description Messages that its visitor has not read. */
            visitorUnreadCount: number;
            /**
             * Format: date-time
             * @description Its `updatedAt` as its visitor sees it.
             */
            visitorUpdatedAt: string;
            /** @description Since when its visitor waits for an agent’s answer. */
            waitingSince: string | null;
            workspace: {
                id: string;
                name: string;
            };
        };
        Demo: {
            /** @description Those of it that are there; people may delete or rename them as any other. */
            channels: {
                display_name: string | null;
                /** Format: uuid */
                id: string;
                name: string;
            }[];
            is_loaded: boolean;
            loaded_at: string | null;
            loaded_by: string | null;
        };
        DeskError: {
            data: {
                message: string;
                path: string;
            }[] | null;
            statusCode: number;
            statusMessage: string;
        };
        DeskMessage: {
            attachments: components["schemas"]["Attachment"][];
            content: string;
            conversationId: string;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /**
             * @description `FILE` where there are attachments, `SYSTEM` for what the desk itself says.
             * @enum {string}
             */
            messageType: "TEXT" | "FILE" | "SYSTEM";
            /** @description When the other side read it. */
            seenAt: string | null;
            /** @description A visitor or a person; null for AI and the system. */
            senderId: string | null;
            senderName: string | null;
            /** @enum {string} */
            senderType: "VISITOR" | "AGENT" | "AI" | "SYSTEM";
            /** @description Its number in the conversation. */
            seq: number;
        };
        DeskReport: {
            agents: {
                agentId: string;
                agentMessages: number;
                aiMessages: number;
                csat: {
                    /** @description From 1 to 5. */
                    average: number | null;
                    /** @description Conversations that were rated: each by its last rating. */
                    count: number;
                    /** @description How many of them are 4 or 5: from 0 to 1. */
                    satisfied: number | null;
                };
                /** @description From when it was opened or reopened until an agent wrote. */
                firstResponse: components["schemas"]["ReportDurations"];
                /** @description Null where it is gone. */
                name: string | null;
                /** @description Two that were merged as one, when the first was. */
                opened: number;
                /** @description Of an agent: those that they had when they were resolved, whoever has them then. */
                reopened: number;
                /** @description From then until it was closed. */
                resolution: components["schemas"]["ReportDurations"];
                resolved: number;
                /** @description From a visitor’s first message that an agent has not answered until one does. */
                response: components["schemas"]["ReportDurations"];
                visitorMessages: number;
            }[];
            /** Format: date */
            from: string;
            /** @enum {string} */
            interval: "day" | "hour";
            labels: {
                agentMessages: number;
                aiMessages: number;
                csat: {
                    /** @description From 1 to 5. */
                    average: number | null;
                    /** @description Conversations that were rated: each by its last rating. */
                    count: number;
                    /** @description How many of them are 4 or 5: from 0 to 1. */
                    satisfied: number | null;
                };
                /** @description From when it was opened or reopened until an agent wrote. */
                firstResponse: components["schemas"]["ReportDurations"];
                labelId: string;
                /** @description Null where it is gone. */
                name: string | null;
                /** @description Two that were merged as one, when the first was. */
                opened: number;
                /** @description Of an agent: those that they had when they were resolved, whoever has them then. */
                reopened: number;
                /** @description From then until it was closed. */
                resolution: components["schemas"]["ReportDurations"];
                resolved: number;
                /** @description From a visitor’s first message that an agent has not answered until one does. */
                response: components["schemas"]["ReportDurations"];
                visitorMessages: number;
            }[];
            /** @description Every day or hour, in its order. */
            series: {
                agentMessages: number;
                aiMessages: number;
                csat: {
                    /** @description From 1 to 5. */
                    average: number | null;
                    /** @description Conversations that were rated: each by its last rating. */
                    count: number;
                    /** @description How many of them are 4 or 5: from 0 to 1. */
                    satisfied: number | null;
                };
                /** @description From when it was opened or reopened until an agent wrote. */
                firstResponse: components["schemas"]["ReportDurations"];
                /** @description Two that were merged as one, when the first was. */
                opened: number;
                /** @description Of an agent: those that they had when they were resolved, whoever has them then. */
                reopened: number;
                /** @description From then until it was closed. */
                resolution: components["schemas"]["ReportDurations"];
                resolved: number;
                /** @description From a visitor’s first message that an agent has not answered until one does. */
                response: components["schemas"]["ReportDurations"];
                /** Format: date-time */
                start: string;
                visitorMessages: number;
            }[];
            sites: {
                agentMessages: number;
                aiMessages: number;
                csat: {
                    /** @description From 1 to 5. */
                    average: number | null;
                    /** @description Conversations that were rated: each by its last rating. */
                    count: number;
                    /** @description How many of them are 4 or 5: from 0 to 1. */
                    satisfied: number | null;
                };
                /** @description From when it was opened or reopened until an agent wrote. */
                firstResponse: components["schemas"]["ReportDurations"];
                /** @description Null where it is gone. */
                name: string | null;
                /** @description Two that were merged as one, when the first was. */
                opened: number;
                /** @description Of an agent: those that they had when they were resolved, whoever has them then. */
                reopened: number;
                /** @description From then until it was closed. */
                resolution: components["schemas"]["ReportDurations"];
                resolved: number;
                /** @description From a visitor’s first message that an agent has not answered until one does. */
                response: components["schemas"]["ReportDurations"];
                siteId: string;
                visitorMessages: number;
            }[];
            timezone: string;
            /** Format: date */
            to: string;
            topics: {
                csat: {
                    /** @description From 1 to 5. */
                    average: number | null;
                    /** @description Conversations that were rated: each by its last rating. */
                    count: number;
                    /** @description How many of them are 4 or 5: from 0 to 1. */
                    satisfied: number | null;
                };
                /** @description From when it was opened or reopened until an agent wrote. */
                firstResponse: components["schemas"]["ReportDurations"];
                /** @description From then until it was closed. */
                resolution: components["schemas"]["ReportDurations"];
                resolved: number;
                topic: string;
            }[];
            totals: components["schemas"]["ReportFigures"];
        };
        DeskWorkspace: {
            companyName: string | null;
            contactEmail: string | null;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /**
             * @description In which the desk speaks to visitors.
             * @enum {string}
             */
            language: "en" | "tr" | "de" | "es";
            /** @description Mail to it begins a conversation: have the company’s own address forward there. Null where the deployment takes in no mail. */
            mailAddress: string | null;
            /** @description The workspace’s own: `PATCH /api/v2/workspaces/:id` changes the same. */
            name: string;
            settings: {
                [key: string]: unknown;
            };
            /** @description IANA. */
            timezone: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Draft: {
            attachments: components["schemas"]["Attachment"][] | null;
            /** Format: uuid */
            channel_id: string;
            content: string;
            /** @description The thread’s root, for a reply. */
            parent_message_id: string | null;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            workspace_id: string;
        };
        Erasure: {
            completedAt: string | null;
            copies: {
                /** @description How many were removed. */
                count: number;
                /**
                 * @description `conversations`: conversations, with their search entries, analyses and places in queues; `messages`: messages of all sides; `notes`: what agents wrote to each other; `ratings`: ratings with their comments; the scores stay in the sums of agents, which name nobody; `files`: files that were sent; `mail_threads`: what is known of a conversation’s mails, and the digests of those that came in; `answers`: answers that are kept for 24 hours for repeated requests; `visitors`: what is known of a visitor, their sessions and pages; `mail_addresses`: what is counted of a visitor’s mail addresses, each known by its SHA-256; `blocks`: blocks of a visitor; those of an address stay, since the workspace wants nothing from there; `outbox_rows`: events and jobs that have not been published yet; `jobs`: jobs that have not ended: mails and notifications that wait, analyses, answers of AI; `webhook_events`: events that are kept for the workspace’s webhooks, with their deliveries; what a receiver was sent is not ours to erase; `kept_mails`: mails that are kept because no SMTP server is configured; `file_contents`: the bytes of files and of their previews in the file storage.
                 * @enum {string}
                 */
                kind: "conversations" | "messages" | "notes" | "ratings" | "files" | "mail_threads" | "answers" | "visitors" | "mail_addresses" | "blocks" | "outbox_rows" | "jobs" | "webhook_events" | "kept_mails" | "file_contents";
                /** @description Why copies are left, of a kind that was refused. */
                reason: string | null;
                /** @enum {string} */
                state: "pending" | "done" | "refused";
            }[];
            id: string;
            /** Format: date-time */
            requestedAt: string;
            requestedBy: string;
            /**
             * @description `partial` where a kind of copy was refused: its `reason` says why, and what one can do.
             * @enum {string}
             */
            state: "running" | "done" | "partial";
            subject: {
                id: string;
                /** @enum {string} */
                kind: "conversation" | "visitor";
            };
        };
        Events: {
            "approval.decided": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @description Where the answer goes; null in a private conversation. */
                    channel_id: string | null;
                    /** Format: date-time */
                    created_at: string;
                    decided_at: string | null;
                    decided_by: string | null;
                    /** Format: date-time */
                    expires_at: string;
                    /** Format: uuid */
                    id: string;
                    /** @description What AI wants to call it with: nobody has checked it. */
                    input: unknown;
                    /**
                     * @description Why it is asked: the tool’s permission, which is also that of a search whose words are not the person’s, or an address that neither the person nor a search named.
                     * @enum {string}
                     */
                    reason: "permission" | "untrusted_url";
                    /** Format: uuid */
                    run_id: string;
                    /**
                     * @description `cancelled`: its run ended without it.
                     * @enum {string}
                     */
                    status: "pending" | "approved" | "denied" | "expired" | "cancelled";
                    tool: string;
                    /**
                     * Format: uuid
                     * @description Who asked AI.
                     */
                    user_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "approval.decided";
                /** Format: uuid */
                workspace_id: string;
            };
            "approval.requested": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @description Where the answer goes; null in a private conversation. */
                    channel_id: string | null;
                    /** Format: date-time */
                    created_at: string;
                    decided_at: string | null;
                    decided_by: string | null;
                    /** Format: date-time */
                    expires_at: string;
                    /** Format: uuid */
                    id: string;
                    /** @description What AI wants to call it with: nobody has checked it. */
                    input: unknown;
                    /**
                     * @description Why it is asked: the tool’s permission, which is also that of a search whose words are not the person’s, or an address that neither the person nor a search named.
                     * @enum {string}
                     */
                    reason: "permission" | "untrusted_url";
                    /** Format: uuid */
                    run_id: string;
                    /**
                     * @description `cancelled`: its run ended without it.
                     * @enum {string}
                     */
                    status: "pending" | "approved" | "denied" | "expired" | "cancelled";
                    tool: string;
                    /**
                     * Format: uuid
                     * @description Who asked AI.
                     */
                    user_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "approval.requested";
                /** Format: uuid */
                workspace_id: string;
            };
            "channel.created": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Channel"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "channel.created";
                /** Format: uuid */
                workspace_id: string;
            };
            "channel.deleted": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    id: string;
                    /** Format: uuid */
                    workspace_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "channel.deleted";
                /** Format: uuid */
                workspace_id: string;
            };
            "channel.hidden": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    id: string;
                    is_hidden: boolean;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "channel.hidden";
                /** Format: uuid */
                workspace_id: string;
            };
            "channel.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @enum {string} */
                    channel_type: "text" | "voice" | "thread" | "dm";
                    /** Format: date-time */
                    created_at: string;
                    created_by: string | null;
                    description: string | null;
                    display_name: string | null;
                    /** @constant */
                    history_changed?: true;
                    /** Format: uuid */
                    id: string;
                    is_archived: boolean;
                    is_private: boolean;
                    /** @description When the newest message was posted, thread replies included; a deletion changes nothing, nor does an import. No event says so: `message.created` does. */
                    last_message_at: string | null;
                    member_count: number;
                    /** @description Messages that are not deleted, thread replies included. */
                    message_count: number;
                    name: string;
                    /** @description Null too for whoever cannot see the parent. */
                    parent_channel_id: string | null;
                    /** @description Of a dm, whom it is for, the reader included: at most 9. Null for any other channel. */
                    participants: {
                        /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                        avatar_url: string | null;
                        /** @description By which they are mentioned. */
                        handle: string | null;
                        /** Format: uuid */
                        id: string;
                        /** @description Null of someone who has left the workspace. */
                        name: string | null;
                    }[] | null;
                    topic: string | null;
                    /** Format: date-time */
                    updated_at: string;
                    /** Format: uuid */
                    workspace_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "channel.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "connection.status": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["ConnectionCondition"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "connection.status";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.assigned": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.assigned";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.created": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.created";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.deleted": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.deleted";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.message": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["DeskMessage"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.message";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.note": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Note"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.note";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.rated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.rated";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.read": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.read";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.reopened": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.reopened";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.resolved": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.resolved";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.sla_breached": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.sla_breached";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Conversation"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "conversation.viewing": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    conversationId: string;
                    isViewing: boolean;
                    viewer: {
                        /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                        avatarUrl: string | null;
                        id: string;
                        name: string | null;
                    };
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "conversation.viewing";
                /** Format: uuid */
                workspace_id: string;
            };
            "export.progress": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["ExportSummary"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "export.progress";
                /** Format: uuid */
                workspace_id: string;
            };
            goodbye: {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @enum {string} */
                    code: "revoked" | "expired" | "flooding" | "draining";
                    message: string;
                    /** @description When to connect again; null where it would be refused. */
                    reconnect_in_ms: number | null;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "goodbye";
                /** Format: uuid */
                workspace_id: string;
            };
            "import.progress": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["ImportSummary"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "import.progress";
                /** Format: uuid */
                workspace_id: string;
            };
            "member.added": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                    avatar_url: string | null;
                    /** Format: uuid */
                    channel_id: string;
                    display_name: string | null;
                    email: string | null;
                    /** Format: date-time */
                    joined_at: string;
                    /** @enum {string} */
                    role: "admin" | "member";
                    /** Format: uuid */
                    user_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "member.added";
                /** Format: uuid */
                workspace_id: string;
            };
            "member.removed": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    channel_id: string;
                    /** Format: uuid */
                    user_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "member.removed";
                /** Format: uuid */
                workspace_id: string;
            };
            "member.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["ChannelMembership"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "member.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "message.created": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Message"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "message.created";
                /** Format: uuid */
                workspace_id: string;
            };
            "message.deleted": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Tombstone"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "message.deleted";
                /** Format: uuid */
                workspace_id: string;
            };
            "message.pinned": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Message"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "message.pinned";
                /** Format: uuid */
                workspace_id: string;
            };
            "message.unpinned": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Message"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "message.unpinned";
                /** Format: uuid */
                workspace_id: string;
            };
            "message.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Message"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "message.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "preferences.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Preferences"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "preferences.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            presence: {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @enum {string} */
                    status: "online" | "away" | "dnd" | "offline";
                    /** Format: uuid */
                    user_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "presence";
                /** Format: uuid */
                workspace_id: string;
            };
            "reaction.added": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Reaction"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "reaction.added";
                /** Format: uuid */
                workspace_id: string;
            };
            "reaction.removed": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Reaction"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "reaction.removed";
                /** Format: uuid */
                workspace_id: string;
            };
            "read.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["ReadMarker"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "read.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "thread.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["ThreadState"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "thread.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.created": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Twin"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.created";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.deleted": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    id: string;
                    /** Format: uuid */
                    workspace_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.deleted";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.delta": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** @description Where in the answer it stands, in UTF-16 code units. */
                    offset: number;
                    /** Format: uuid */
                    run_id: string;
                    text: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.delta";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.finished": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    ai_twin_id: string;
                    /** @description A message that it had read was edited or deleted before it ended; it went on without that. */
                    context_changed: boolean;
                    /** @description Why it failed: such as `unavailable`, `timeout`, `budget_exceeded`, `rate_limited`. */
                    error: {
                        code: string;
                        message: string;
                    } | null;
                    /** @description The message that the answer became, if any. */
                    message_id: string | null;
                    parent_message_id: string | null;
                    question_message_id: string | null;
                    /** @description Null where it did not begin, such as for a limit. */
                    run_id: string | null;
                    /** @enum {string} */
                    status: "done" | "stopped" | "failed";
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.finished";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.started": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    ai_twin_id: string;
                    /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                    avatar_url: string | null;
                    name: string;
                    /** @description The thread’s root, where it answers in a thread. */
                    parent_message_id: string | null;
                    /** @description What it answers. */
                    question_message_id: string | null;
                    /** Format: uuid */
                    run_id: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.started";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.tool": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    run_id: string;
                    /** @description The later one of a `tool_id` takes the place of the earlier. */
                    tool: {
                        /** @description Milliseconds. */
                        duration: number | null;
                        /** @description What it was called with, as JSON: its first 500 characters. Null where that is not known. */
                        input: string | null;
                        /** @description The beginning of what it answered. Of what it found in messages and documents, while the run goes on. */
                        result_preview: string | null;
                        /** @enum {string} */
                        status: "running" | "done" | "failed";
                        tool: string;
                        tool_id: string;
                    };
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.tool";
                /** Format: uuid */
                workspace_id: string;
            };
            "twin.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Twin"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "twin.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            typing: {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    /** Format: uuid */
                    channel_id: string;
                    /** Format: uuid */
                    user_id: string;
                } | {
                    conversationId: string;
                    senderId: string;
                    senderName: string | null;
                    /** @enum {string} */
                    senderType: "VISITOR" | "AGENT";
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "typing";
                /** Format: uuid */
                workspace_id: string;
            };
            "visitor.offline": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Visitor"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "visitor.offline";
                /** Format: uuid */
                workspace_id: string;
            };
            "visitor.online": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Visitor"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "visitor.online";
                /** Format: uuid */
                workspace_id: string;
            };
            "visitor.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Visitor"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "visitor.updated";
                /** Format: uuid */
                workspace_id: string;
            };
            "webhook.disabled": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: components["schemas"]["Webhook"];
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "webhook.disabled";
                /** Format: uuid */
                workspace_id: string;
            };
            "workspace.updated": {
                /** Format: date-time */
                at: string;
                channel_id?: string | null;
                conversation_id?: string | null;
                data: {
                    company_name: string | null;
                    /** Format: date-time */
                    created_at: string;
                    /** @description When it is deleted; null unless an owner has asked for that. */
                    deletes_at: string | null;
                    /** Format: uuid */
                    id: string;
                    name: string;
                    /** Format: date-time */
                    updated_at: string;
                };
                /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                hops?: number | null;
                /** Format: uuid */
                id: string;
                /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                origin?: string | null;
                rev: number | null;
                seq: number | null;
                /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                skips?: {
                    from: number;
                    to: number;
                };
                /** @constant */
                type: "workspace.updated";
                /** Format: uuid */
                workspace_id: string;
            };
        };
        Export: {
            /** @description The ZIP, for whoever asked for it, once it is `completed`; null once it is removed. */
            archive: components["schemas"]["Attachment"] | null;
            /** @description Channels that are in it. */
            channels: number;
            completed_at: string | null;
            error: {
                code: string;
                message: string;
            } | null;
            /** @description Files that are in it. */
            files: number;
            id: string;
            left_out: {
                /** @description Private channels and direct messages of which whoever asked for it is no member. */
                channels: number;
                /** @description Files beyond the largest size of an archive, and those that were deleted meanwhile. */
                files: number;
            };
            /** @description Messages that are in it. */
            messages: number;
            /** @description Per cent of the messages. It only rises, and is 100 once `completed`. */
            progress: number;
            requested_by: string;
            /** Format: date-time */
            started_at: string;
            /**
             * @description A cancelled one is `failed`, with `error.code` `cancelled`.
             * @enum {string}
             */
            status: "started" | "in_progress" | "completed" | "failed";
            with_files: boolean;
        };
        ExportSummary: {
            /** @description Channels that are in it. */
            channels: number;
            completed_at: string | null;
            error: {
                code: string;
                message: string;
            } | null;
            /** @description Files that are in it. */
            files: number;
            id: string;
            left_out: {
                /** @description Private channels and direct messages of which whoever asked for it is no member. */
                channels: number;
                /** @description Files beyond the largest size of an archive, and those that were deleted meanwhile. */
                files: number;
            };
            /** @description Messages that are in it. */
            messages: number;
            /** @description Per cent of the messages. It only rises, and is 100 once `completed`. */
            progress: number;
            requested_by: string;
            /** Format: date-time */
            started_at: string;
            /**
             * @description A cancelled one is `failed`, with `error.code` `cancelled`.
             * @enum {string}
             */
            status: "started" | "in_progress" | "completed" | "failed";
            with_files: boolean;
        };
        FellowAgent: {
            /**
             * @description What they say of themselves: who is away or busy is assigned nothing automatically.
             * @enum {string}
             */
            availability: "online" | "away" | "busy";
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatarUrl: string | null;
            email: string;
            id: string;
            /** @description Whether they are connected. Nobody is known to be while Redis is away. */
            isOnline: boolean;
            name: string;
        };
        FollowedThread: {
            ai_twin_id: string | null;
            /**
             * @description `live`: posted as it was written. `late`: it came from a platform more than two minutes after it was written; no twin answers it, and nobody is notified of it outside of an open client. `imported`: part of a history from elsewhere; also unread for nobody.
             * @enum {string}
             */
            arrival: "live" | "late" | "imported";
            attachments: components["schemas"]["Attachment"][] | null;
            /**
             * @description A person of the workspace; a twin; or somebody who wrote on a connected platform and is no user here.
             * @enum {string}
             */
            author_type: "user" | "twin" | "bridged";
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** Format: uuid */
            channel_id: string;
            content: string;
            content_type: string;
            /**
             * Format: uuid
             * @description The channel’s id: a channel is its own conversation.
             */
            conversation_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description The author’s name now; of someone who has left or is bridged, the name they wrote under. */
            display_name: string | null;
            /** @description When its text last changed. */
            edited_at: string | null;
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description How far the reader has read: a reply, or the root where they have read none.
             */
            last_read_message_id: string;
            last_reply_at: string | null;
            /** @description What its sender attached; `pinned` (true), `pinned_by` and `pinned_at` while it is pinned; and `mentions` where the text mentions anyone: a list of `{type: "user", user_id, handle}`, `{type: "channel", handle}` and `{type: "here", handle}`. Of a twin’s answer: `run_id`, and `sources` (`AnswerSource`) where it names any. */
            metadata: {
                [key: string]: unknown;
            };
            /** @description The thread's root, when this is a reply. */
            parent_message_id: string | null;
            /** @description Who wrote the thread’s root, when this is a reply to a person. */
            parent_user_id: string | null;
            /** @description Of a root: the first 20 people who replied, in the order in which they first did. */
            participants: string[];
            /** @description Of a bridged author: where they wrote it, such as `slack`. */
            platform: string | null;
            reaction_count: number;
            reactions: {
                /** @description Twins and bridged people included, whom `user_ids` does not name. */
                count: number;
                emoji: string;
                user_ids: string[];
            }[];
            /** @description Replies that are not deleted. A reply is no change of its root: a client that receives one written after `last_reply_at` counts it. A deletion is, and comes with the root’s `message.updated`. */
            reply_count: number;
            /** @description The number of the channel's change that made it what it is. */
            rev: number;
            /** @description The message's number in its channel: 1, 2, 3 … without gaps. */
            seq: number;
            /** @description Replies of others since, deleted ones left out; exact to 1,000. What came before one followed is read. */
            unread_count: number;
            /**
             * Format: date-time
             * @description When its text or pin last changed.
             */
            updated_at: string;
            /** @description Null when a twin or a bridged person wrote it. */
            user_id: string | null;
            /** Format: uuid */
            workspace_id: string;
        };
        FoundMessage: {
            ai_twin_id: string | null;
            /**
             * @description `live`: posted as it was written. `late`: it came from a platform more than two minutes after it was written; no twin answers it, and nobody is notified of it outside of an open client. `imported`: part of a history from elsewhere; also unread for nobody.
             * @enum {string}
             */
            arrival: "live" | "late" | "imported";
            attachments: components["schemas"]["Attachment"][] | null;
            /**
             * @description A person of the workspace; a twin; or somebody who wrote on a connected platform and is no user here.
             * @enum {string}
             */
            author_type: "user" | "twin" | "bridged";
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** Format: uuid */
            channel_id: string;
            content: string;
            content_type: string;
            /**
             * Format: uuid
             * @description The channel’s id: a channel is its own conversation.
             */
            conversation_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description The author’s name now; of someone who has left or is bridged, the name they wrote under. */
            display_name: string | null;
            /** @description When its text last changed. */
            edited_at: string | null;
            /** @description At most 240 characters of the content around the first match, HTML-escaped, matches in `<mark>`: safe to render as HTML. `…` stands where it is cut. */
            highlight: string;
            /** Format: uuid */
            id: string;
            last_reply_at: string | null;
            /** @description What its sender attached; `pinned` (true), `pinned_by` and `pinned_at` while it is pinned; and `mentions` where the text mentions anyone: a list of `{type: "user", user_id, handle}`, `{type: "channel", handle}` and `{type: "here", handle}`. Of a twin’s answer: `run_id`, and `sources` (`AnswerSource`) where it names any. */
            metadata: {
                [key: string]: unknown;
            };
            /** @description The thread's root, when this is a reply. */
            parent_message_id: string | null;
            /** @description Who wrote the thread’s root, when this is a reply to a person. */
            parent_user_id: string | null;
            /** @description Of a root: the first 20 people who replied, in the order in which they first did. */
            participants: string[];
            /** @description Of a bridged author: where they wrote it, such as `slack`. */
            platform: string | null;
            reaction_count: number;
            reactions: {
                /** @description Twins and bridged people included, whom `user_ids` does not name. */
                count: number;
                emoji: string;
                user_ids: string[];
            }[];
            /** @description Replies that are not deleted. A reply is no change of its root: a client that receives one written after `last_reply_at` counts it. A deletion is, and comes with the root’s `message.updated`. */
            reply_count: number;
            /** @description The number of the channel's change that made it what it is. */
            rev: number;
            /** @description The message's number in its channel: 1, 2, 3 … without gaps. */
            seq: number;
            /**
             * Format: date-time
             * @description When its text or pin last changed.
             */
            updated_at: string;
            /** @description Null when a twin or a bridged person wrote it. */
            user_id: string | null;
            /** Format: uuid */
            workspace_id: string;
        };
        HistoryImport: {
            channels: {
                done: number;
                failed: number;
                total: number;
            };
            completedAt: string | null;
            /** @description Why it has `failed`. */
            error: {
                code: string;
                message: string;
            } | null;
            /** @description About how long it still takes, at its pace so far. */
            etaSeconds: number | null;
            jobId: string;
            /** @description What this job has stored. */
            messagesImported: number;
            /** @enum {string} */
            platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            /** @description Per cent of the time that is asked for. It only rises, and is 100 once `completed`. */
            progress: number;
            since: string | null;
            /** Format: date-time */
            startedAt: string;
            /**
             * @description A cancelled one is `failed`, with `error.code` `cancelled`.
             * @enum {string}
             */
            status: "started" | "in_progress" | "completed" | "failed";
            /** @description About how many messages it reads in all, by its progress so far. */
            totalEstimated: number;
            /** Format: date-time */
            until: string;
        };
        HistoryImportStatus: {
            channels: {
                done: number;
                failed: number;
                total: number;
            };
            completedAt: string | null;
            /** @description Why it has `failed`. */
            error: {
                code: string;
                message: string;
            } | null;
            /** @description Channels that could not be imported, the first 100. */
            errors: {
                channelId: string;
                message: string;
                /** @description As it is called there. */
                name: string;
            }[];
            /** @description About how long it still takes, at its pace so far. */
            etaSeconds: number | null;
            jobId: string;
            /** @description What this job has stored. */
            messagesImported: number;
            /** @enum {string} */
            platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            /** @description Per cent of the time that is asked for. It only rises, and is 100 once `completed`. */
            progress: number;
            since: string | null;
            /** Format: date-time */
            startedAt: string;
            /**
             * @description A cancelled one is `failed`, with `error.code` `cancelled`.
             * @enum {string}
             */
            status: "started" | "in_progress" | "completed" | "failed";
            /** @description About how many messages it reads in all, by its progress so far. */
            totalEstimated: number;
            /** Format: date-time */
            until: string;
        };
        Import: {
            /** @description What was uploaded, for whoever did; null once it is removed. */
            archive: components["schemas"]["Attachment"] | null;
            channels: {
                done: number;
                failed: number;
                total: number;
            };
            completed_at: string | null;
            error: {
                code: string;
                message: string;
            } | null;
            /** @description About how long it still takes, at its pace so far. */
            eta_seconds: number | null;
            id: string;
            /**
             * @description An archive’s is recognised by what is in it. `slack`: a Slack workspace export: `users.json`, `channels.json` and a folder of days for each channel; `mattermost`: a Mattermost bulk export: its lines (JSONL), or a ZIP of them with the files in `data/`; posts are distinguished by their channel, time, author and text; `parley`: Parley’s own export, see `POST …/exports`; `history`: no archive, but the history of a connected platform, see `POST …/import-history`.
             * @enum {string}
             */
            kind: "slack" | "mattermost" | "parley" | "history";
            messages: {
                /** @description Messages that an earlier import had stored, or the bridge. */
                already_here: number;
                /** @description What was read, be it a message or not. */
                entries: number;
                /** @description Messages that this import has stored. */
                imported: number;
                /** @description The rest, for the reasons in `problems`. */
                left_out: number;
            };
            /** @description Of a `history`. */
            platform: ("slack" | "discord" | "teams" | "telegram" | "webhook") | null;
            /** @description What was not imported, or not as it was, and why. */
            problems: {
                /**
                 * @description `joined_or_left`: somebody joined or left: no message; `channel_changed`: a topic, name or other thing of the channel was changed: no message; `other_event`: another event that nobody wrote; `empty`: it shows nothing; `no_time`: it does not say when it was written, or before 1970; `in_the_future`: it says that it was written later than now; `no_author`: it does not say who wrote it, or that person has just left the workspace; `too_long`: it is longer than a message may be: 40,000 characters; `repeated`: it is there twice; `refused`: it is not what a message may be; `broken_file`: a file cannot be read; what came before the broken place was imported; `broken_line`: a line is not JSON, or says nothing that is known; `file_too_large`: a file has more than is read at once; `unknown_channel`: it is of a channel that the archive does not list; `channel_deleted`: the channel was deleted here meanwhile; `channel_archived`: the channel was archived here meanwhile; `parent_missing`: imported outside of a thread: the message that it replies to is not there; `nul_removed`: imported without its NUL characters; `file_linked`: imported with a link in place of a file that the archive does not contain; `reaction_left_out`: imported without reactions that are no emoji or shortcode; `sent_from_here`: it was written here, and sent there by the bridge; `deleted_here`: it was deleted, here or there, since it had come; `opted_out`: its author keeps it out of Parley; `file_named`: imported with the name in place of a file that cannot be kept.
                 * @enum {string}
                 */
                code: "joined_or_left" | "channel_changed" | "other_event" | "empty" | "no_time" | "in_the_future" | "no_author" | "too_long" | "repeated" | "refused" | "broken_file" | "broken_line" | "file_too_large" | "unknown_channel" | "channel_deleted" | "channel_archived" | "parent_missing" | "nul_removed" | "file_linked" | "reaction_left_out" | "sent_from_here" | "deleted_here" | "opted_out" | "file_named";
                count: number;
                /** @description The names of the first: a file, or a message of one. */
                examples: string[];
            }[];
            /** @description Per cent, by size; of a history by time. It only rises, and is 100 once `completed`. */
            progress: number;
            /** @description Once it is `completed`: what was read compared with what is stored. `GET …/proof` lists the days. */
            proof: {
                days: number;
                equal_days: number;
                /** @description Whether every day of every channel has the same messages on both sides. */
                is_equal: boolean;
                source_messages: number;
                stored_messages: number;
            } | null;
            requested_by: string;
            /** Format: date-time */
            started_at: string;
            /**
             * @description A cancelled one is `failed`, with `error.code` `cancelled`.
             * @enum {string}
             */
            status: "started" | "in_progress" | "completed" | "failed";
        };
        ImportSummary: {
            channels: {
                done: number;
                failed: number;
                total: number;
            };
            completed_at: string | null;
            error: {
                code: string;
                message: string;
            } | null;
            /** @description About how long it still takes, at its pace so far. */
            eta_seconds: number | null;
            id: string;
            /**
             * @description An archive’s is recognised by what is in it. `slack`: a Slack workspace export: `users.json`, `channels.json` and a folder of days for each channel; `mattermost`: a Mattermost bulk export: its lines (JSONL), or a ZIP of them with the files in `data/`; posts are distinguished by their channel, time, author and text; `parley`: Parley’s own export, see `POST …/exports`; `history`: no archive, but the history of a connected platform, see `POST …/import-history`.
             * @enum {string}
             */
            kind: "slack" | "mattermost" | "parley" | "history";
            messages: {
                /** @description Messages that an earlier import had stored, or the bridge. */
                already_here: number;
                /** @description What was read, be it a message or not. */
                entries: number;
                /** @description Messages that this import has stored. */
                imported: number;
                /** @description The rest, for the reasons in `problems`. */
                left_out: number;
            };
            /** @description Of a `history`. */
            platform: ("slack" | "discord" | "teams" | "telegram" | "webhook") | null;
            /** @description Per cent, by size; of a history by time. It only rises, and is 100 once `completed`. */
            progress: number;
            /** @description Once it is `completed`: what was read compared with what is stored. `GET …/proof` lists the days. */
            proof: {
                days: number;
                equal_days: number;
                /** @description Whether every day of every channel has the same messages on both sides. */
                is_equal: boolean;
                source_messages: number;
                stored_messages: number;
            } | null;
            requested_by: string;
            /** Format: date-time */
            started_at: string;
            /**
             * @description A cancelled one is `failed`, with `error.code` `cancelled`.
             * @enum {string}
             */
            status: "started" | "in_progress" | "completed" | "failed";
        };
        IncomingWebhook: {
            avatarUrl: string | null;
            /** Format: uuid */
            channelId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            createdBy: string;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            lastUsedAt: string | null;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        KnowledgeDocument: {
            character_count: number;
            /** @description In how many passages it is searched; 0 until it is ready. */
            chunk_count: number;
            /** Format: date-time */
            created_at: string;
            error: {
                /** @enum {string} */
                code: "unsupported" | "mismatch" | "encrypted" | "damaged" | "empty" | "too_large" | "too_complex" | "too_slow" | "out_of_memory" | "unavailable";
                message: string;
            } | null;
            file: components["schemas"]["Attachment"];
            /** Format: uuid */
            id: string;
            /** @description Whether the support desk’s AI may answer visitors with it. */
            is_public: boolean;
            /** @description Whether it has more text than is read: 5 million characters. */
            is_truncated: boolean;
            /** @description The version that searches find; null while there is none. */
            searched_version: number | null;
            /** @description Bytes. */
            size: number;
            /**
             * @description `processing`: its text is still being read. `ready`: it is searched. `failed`: it cannot be read, `error` says why; an earlier version is searched on.
             * @enum {string}
             */
            status: "processing" | "ready" | "failed";
            title: string;
            /** @description The twin that alone knows it; null for the workspace’s own. */
            twin_id: string | null;
            /** @description Found by its content; null until it has been read. */
            type: ("text" | "markdown" | "csv" | "html" | "pdf" | "docx" | "xlsx" | "pptx") | null;
            /**
             * Format: date-time
             * @description When its newest version was uploaded or read.
             */
            updated_at: string;
            /**
             * Format: uuid
             * @description Who uploaded it, also after they have left.
             */
            uploaded_by: string;
            /** @description The newest version; all that follows is about it. */
            version: number;
            /** Format: uuid */
            workspace_id: string;
        };
        KnowledgeEntity: {
            document_count: number;
            documents: {
                /** Format: uuid */
                id: string;
                title: string;
            }[];
            /** Format: uuid */
            id: string;
            mention_count: number;
            name: string;
            relationship_count: number;
            relationships: {
                /**
                 * @description `out`: this entity does it to the other.
                 * @enum {string}
                 */
                direction: "out" | "in";
                document_count: number;
                entity: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                    /** @enum {string} */
                    type: "person" | "organisation" | "product" | "place";
                };
                /** @enum {string} */
                type: "works_for" | "leads" | "founded" | "acquired" | "owns" | "makes" | "located_in" | "partner_of" | "mentioned_with";
            }[];
            /** @enum {string} */
            type: "person" | "organisation" | "product" | "place";
        };
        KnowledgePassage: {
            /** @description The passage: whole sentences or rows, 1,500 characters at most. */
            content: string;
            /** @description Pieces of the passage around what was found, HTML-escaped, matches in `<mark>`: safe to render as HTML. */
            highlights: string[];
            /**
             * Format: uuid
             * @description The document’s id: a document may be found with several passages.
             */
            id: string;
            /** @description The passage’s number in the document, from 0. */
            passage: number;
            place: {
                /** @description The headings that it stands under, from the outermost. */
                headings: string[];
                page?: number;
                /** @description As the spreadsheet counts, from 1. */
                row?: number;
                sheet?: string;
                slide?: number;
            };
            /** @description How well it answers: 1 is best. Passages below 0.05 are left out. */
            score: number;
            /** @description The document and the place in it, in words: `Handbook.pdf, page 3 › Leave`. */
            source: string;
            /** @description The document’s title. */
            title: string;
            twin_id: string | null;
            version: number;
        };
        KnowledgeVersion: {
            character_count: number;
            /** @description In how many passages it is searched; 0 until it is ready. */
            chunk_count: number;
            /** Format: date-time */
            created_at: string;
            error: {
                /** @enum {string} */
                code: "unsupported" | "mismatch" | "encrypted" | "damaged" | "empty" | "too_large" | "too_complex" | "too_slow" | "out_of_memory" | "unavailable";
                message: string;
            } | null;
            file: components["schemas"]["Attachment"];
            /** @description Whether searches find this one: the newest that could be read. */
            is_searched: boolean;
            /** @description Whether it has more text than is read: 5 million characters. */
            is_truncated: boolean;
            /** @description Bytes. */
            size: number;
            /**
             * @description `processing`: its text is still being read. `ready`: it is searched. `failed`: it cannot be read, `error` says why; an earlier version is searched on.
             * @enum {string}
             */
            status: "processing" | "ready" | "failed";
            /** @description Found by its content; null until it has been read. */
            type: ("text" | "markdown" | "csv" | "html" | "pdf" | "docx" | "xlsx" | "pptx") | null;
            /**
             * Format: uuid
             * @description Who uploaded it, also after they have left.
             */
            uploaded_by: string;
            /** @description From 1. */
            version: number;
        };
        Label: {
            color: string;
            /** Format: date-time */
            createdAt: string;
            id: string;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        LinkedAccount: {
            /** @description Who they are there. */
            foreignId: string;
            /** Format: date-time */
            linkedAt: string;
            /** @description What they were called there when they linked it. */
            name: string;
            /** @enum {string} */
            platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
        };
        ListedMember: {
            /** @description Whether they answer the support desk. */
            agent: boolean;
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            email: string;
            /** Format: date-time */
            joined_at: string;
            /** @description When they last used the workspace, to the minute, as far as a session of theirs is kept: one is until they sign out, or in again after it has ended. For owners and admins; null for others. */
            last_seen_at: string | null;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "guest";
            /** Format: uuid */
            user_id: string;
        };
        Macro: {
            actions: components["schemas"]["ConversationAction"][];
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description Whether all agents of the workspace have it, or the caller alone. */
            isShared: boolean;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Message: {
            ai_twin_id: string | null;
            /**
             * @description `live`: posted as it was written. `late`: it came from a platform more than two minutes after it was written; no twin answers it, and nobody is notified of it outside of an open client. `imported`: part of a history from elsewhere; also unread for nobody.
             * @enum {string}
             */
            arrival: "live" | "late" | "imported";
            attachments: components["schemas"]["Attachment"][] | null;
            /**
             * @description A person of the workspace; a twin; or somebody who wrote on a connected platform and is no user here.
             * @enum {string}
             */
            author_type: "user" | "twin" | "bridged";
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** Format: uuid */
            channel_id: string;
            content: string;
            content_type: string;
            /**
             * Format: uuid
             * @description The channel’s id: a channel is its own conversation.
             */
            conversation_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description The author’s name now; of someone who has left or is bridged, the name they wrote under. */
            display_name: string | null;
            /** @description When its text last changed. */
            edited_at: string | null;
            /** Format: uuid */
            id: string;
            last_reply_at: string | null;
            /** @description What its sender attached; `pinned` (true), `pinned_by` and `pinned_at` while it is pinned; and `mentions` where the text mentions anyone: a list of `{type: "user", user_id, handle}`, `{type: "channel", handle}` and `{type: "here", handle}`. Of a twin’s answer: `run_id`, and `sources` (`AnswerSource`) where it names any. */
            metadata: {
                [key: string]: unknown;
            };
            /** @description The thread's root, when this is a reply. */
            parent_message_id: string | null;
            /** @description Who wrote the thread’s root, when this is a reply to a person. */
            parent_user_id: string | null;
            /** @description Of a root: the first 20 people who replied, in the order in which they first did. */
            participants: string[];
            /** @description Of a bridged author: where they wrote it, such as `slack`. */
            platform: string | null;
            reaction_count: number;
            reactions: {
                /** @description Twins and bridged people included, whom `user_ids` does not name. */
                count: number;
                emoji: string;
                user_ids: string[];
            }[];
            /** @description Replies that are not deleted. A reply is no change of its root: a client that receives one written after `last_reply_at` counts it. A deletion is, and comes with the root’s `message.updated`. */
            reply_count: number;
            /** @description The number of the channel's change that made it what it is. */
            rev: number;
            /** @description The message's number in its channel: 1, 2, 3 … without gaps. */
            seq: number;
            /**
             * Format: date-time
             * @description When its text or pin last changed.
             */
            updated_at: string;
            /** @description Null when a twin or a bridged person wrote it. */
            user_id: string | null;
            /** Format: uuid */
            workspace_id: string;
        };
        Model: {
            id: string;
            is_available: boolean;
            is_default: boolean;
            /** @description Why it cannot be used, and what to set. */
            reason: string | null;
        };
        MyChannel: {
            /** @enum {string} */
            channel_type: "text" | "voice" | "thread" | "dm";
            /** Format: date-time */
            created_at: string;
            created_by: string | null;
            description: string | null;
            display_name: string | null;
            /** Format: uuid */
            id: string;
            is_archived: boolean;
            /** @description Whether it is a dm that the caller has closed, without a message since. */
            is_hidden: boolean;
            /** @description Whether the caller is a member; only then do its events reach their sockets. */
            is_member: boolean;
            is_private: boolean;
            /** @description When the newest message was posted, thread replies included; a deletion changes nothing, nor does an import. No event says so: `message.created` does. */
            last_message_at: string | null;
            member_count: number;
            /** @description Messages that are not deleted, thread replies included. */
            message_count: number;
            name: string;
            /** @description What the caller is notified of; null when they are not a member. */
            notification_level: ("all" | "mentions" | "none") | null;
            /** @description Null too for whoever cannot see the parent. */
            parent_channel_id: string | null;
            /** @description Of a dm, whom it is for, the reader included: at most 9. Null for any other channel. */
            participants: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatar_url: string | null;
                /** @description By which they are mentioned. */
                handle: string | null;
                /** Format: uuid */
                id: string;
                /** @description Null of someone who has left the workspace. */
                name: string | null;
            }[] | null;
            /** @description The caller’s own in it; null when they are not a member. */
            role: ("admin" | "member") | null;
            topic: string | null;
            /** Format: date-time */
            updated_at: string;
            /** Format: uuid */
            workspace_id: string;
        };
        Note: {
            authorId: string;
            authorName: string | null;
            content: string;
            conversationId: string;
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description The change of the conversation that added it. */
            rev: number;
            /** @description The message that it stands behind; it has no number of its own. */
            seq: number;
        };
        OpenedConversation: {
            /** @description Who has it; of a closed one, who had it. */
            agent: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatarUrl: string | null;
                id: string;
                /** @description Null where they have left the workspace. */
                name: string | null;
            } | null;
            /** @description Up to which `seq` the workspace has read it: its agents and owners share a marker. */
            agentReadSeq: number;
            analysis: components["schemas"]["ConversationAnalysis"] | null;
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description When an agent wrote first since then. */
            firstAnsweredAt: string | null;
            id: string;
            /** @description Whether it is put off until a time, or until its visitor writes. */
            isSnoozed: boolean;
            /** @description By name. */
            labels: {
                color: string;
                id: string;
                name: string;
            }[];
            lastMessage: {
                /** @description At most its first 200 characters. */
                content: string;
                /** Format: date-time */
                createdAt: string;
                /**
                 * @description `FILE` where there are attachments, `SYSTEM` for what the desk itself says.
                 * @enum {string}
                 */
                messageType: "TEXT" | "FILE" | "SYSTEM";
                /** @enum {string} */
                senderType: "VISITOR" | "AGENT" | "AI" | "SYSTEM";
            } | null;
            /** @description Where it went: this one is closed and empty, and in no list. */
            mergedInto: string | null;
            /**
             * Format: date-time
             * @description When it was made, or reopened last.
             */
            openedAt: string;
            priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
            /** @description What its visitor said of its last resolution, 1 to 5. */
            rating: number | null;
            /** @description What its visitor wrote with that `rating`. */
            ratingComment: string | null;
            /** @description The number of the newest change to anything in it that the caller sees: where `sync` goes on from. */
            rev: number;
            /** @description The number of its newest message. */
            seq: number;
            /** @description The site where it began. */
            siteId: string | null;
            /** @description Null where the workspace’s settings have no target for it. */
            sla: components["schemas"]["Sla"] | null;
            /** @description Null also for one that is put off until its visitor writes. */
            snoozedUntil: string | null;
            /** @enum {string} */
            status: "WAITING" | "ACTIVE" | "CLOSED";
            /** @description For which team it waits, or which one took it. */
            team: {
                id: string;
                name: string;
            } | null;
            /** @description What it was about, as AI has found when it was resolved. */
            topics: string[];
            /** @description Messages of its visitor that nobody of the workspace has read. */
            unreadCount: number;
            /**
             * Format: date-time
             * @description When anything in it that the caller sees has changed.
             */
            updatedAt: string;
            /** @description Who else has it open, by name; later changes come as `conversation.viewing`. */
            viewers: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatarUrl: string | null;
                id: string;
                name: string | null;
            }[];
            visitor: {
                /** @description By the keys of `GET /api/tenant/attributes`; those that have a value. */
                attributes: {
                    [key: string]: string | number | boolean;
                };
                city: string | null;
                country: string | null;
                email: string | null;
                /** @description Whether answers are mailed to the address: they are not where somebody there has unsubscribed, or mails bounced. Null where there is none. */
                emailStatus: ("ok" | "unsubscribed" | "bounced") | null;
                id: string;
                isOnline: boolean;
                name: string | null;
            };
            /** @description Up to which `seq` its visitor has read it. */
            visitorReadSeq: number;
            /** @description Its `rev` as its visitor counts, for whom what agents alone see is no change. */
            visitorRev: number;
            /** @description Messages that its visitor has not read. */
            visitorUnreadCount: number;
            /**
             * Format: date-time
             * @description Its `updatedAt` as its visitor sees it.
             */
            visitorUpdatedAt: string;
            /** @description Since when its visitor waits for an agent’s answer. */
            waitingSince: string | null;
            workspace: {
                id: string;
                name: string;
            };
        };
        OpeningState: {
            /** @description When it closes; null while it is closed, and where it does not within 60 days. */
            closesAt: string | null;
            /** @description Always true where the workspace has given no hours. */
            isOpen: boolean;
            /** @description When it opens next; null while it is open, and where it does not within 60 days. */
            opensAt: string | null;
        };
        OwnInvitation: {
            agent: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            invited_by: {
                display_name: string;
                /** Format: uuid */
                user_id: string;
            } | null;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "guest";
            workspace: {
                /** Format: uuid */
                id: string;
                name: string;
            };
        };
        Personality: {
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** @description What `personality` of the chat takes, and what mentions it after `@`. */
            handle: string;
            /** Format: uuid */
            id: string;
            is_available: boolean;
            is_built_in: boolean;
            /** @description Who answers where nobody is named. */
            is_default: boolean;
            name: string;
            personality: string | null;
            /** @description Why they answer nothing right now: the budget of theirs, or of the workspace, is used up. */
            reason: string | null;
        };
        PlatformConnection: {
            /** @description Whose account it is there. */
            account: {
                id: string;
                name: string;
            } | null;
            channels: components["schemas"]["ConnectedChannel"][];
            config: {
                autoReply: boolean;
                ingestMessages: boolean;
                /** @description The channels’ names as they are now. */
                selectedChannels: string[];
            };
            /** Format: date-time */
            connectedAt: string;
            /** @description What `config.credentials`, or `PUT …/credentials`, takes. */
            credentials: {
                help: string;
                isRequired: boolean;
                isSecret: boolean;
                label: string;
                name: string;
            }[];
            displayName: string;
            /** @description What its app must subscribe to there, at `eventsUrl`; empty where nobody needs to. */
            events: string[];
            /** @description Where the platform posts its events to. Of an app that was installed by OAuth, its one address for all accounts. */
            eventsUrl: string;
            features: ("messages" | "channels" | "threads" | "files" | "reactions" | "edits" | "deletes" | "history")[];
            health: {
                comparedAt: string | null;
                /** @description Messages that did not cross, in either direction: refused, or failing again and again while the platform worked. */
                leftOut: number;
                /** @description Of the newest messages, those that only one side has; null: not compared. */
                missing: number | null;
                oldestQueuedAt: string | null;
                /** @description Events that have arrived and are not applied yet. */
                queued: number;
                /** @description Messages whose sending was cut off, where the platform does not show whether they have arrived: they are not sent again. */
                unconfirmed: number;
            };
            id: string;
            lastError: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                code: "rate_limited" | "unavailable" | "unauthorized" | "missing_scope" | "channel_gone" | "archived" | "not_found" | "rejected";
                message: string;
            } | null;
            /** @description When the platform last sent an event. */
            lastEventAt: string | null;
            /** @description When a message last crossed, by the bridge or an import. */
            lastSyncAt: string | null;
            /**
             * @description Whether its app can be installed by `…/oauth/start`: not where this deployment has none there.
             * @enum {string}
             */
            oauth: "available" | "not_configured" | "not_supported";
            /** @enum {string} */
            platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            /** @description What its app must be allowed to do there. */
            scopes: string[];
            /** @enum {string} */
            status: "needs_credentials" | "connected" | "degraded" | "error" | "revoked";
        };
        Positions: {
            channels: {
                [key: string]: {
                    rev: number;
                    seq: number;
                };
            };
            conversations: {
                [key: string]: {
                    rev: number;
                    seq: number;
                };
            };
            /** @description Milliseconds until the socket’s token expires; null for an API key. */
            expires_in_ms: number | null;
            /** Format: uuid */
            user_id: string;
            /** Format: uuid */
            workspace_id: string;
        };
        Preferences: {
            /**
             * @description How closely messages stand.
             * @enum {string}
             */
            density: "cosy" | "compact";
            /** @description Whether the console listens to its own; false turns all of them off. */
            keyboard_shortcuts: boolean;
            /** @description Null: as the browser says. */
            language: ("en" | "tr" | "de" | "es") | null;
            /** @enum {string} */
            notification_sound: "chime" | "knock" | "none";
            quiet_hours: {
                days: number[];
                ends: string;
                starts: string;
            } | null;
            /** @description Of this workspace; all else is of the person, in every workspace. */
            sidebar: {
                sections: {
                    channel_ids: string[];
                    id: string;
                    is_collapsed: boolean;
                    name: string;
                }[];
                /** @enum {string} */
                show: "all" | "unread";
                /** @enum {string} */
                sort: "name" | "recent";
            };
            /** @enum {string} */
            theme: "system" | "light" | "dark";
            /** @description IANA; null: as the browser says. */
            time_zone: string | null;
        };
        PushSubscription: {
            /** Format: date-time */
            created_at: string;
            /** @description What subscribed, in words: `Firefox 146 on Windows`. */
            device: string | null;
            endpoint: string;
            /** Format: uuid */
            id: string;
        };
        Reaction: {
            /** Format: uuid */
            channel_id: string;
            /** Format: date-time */
            created_at: string;
            emoji: string;
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            message_id: string;
            /** @description Null when a twin or a bridged person gave it. */
            user_id: string | null;
        };
        ReadMarker: {
            /** Format: uuid */
            channel_id: string;
            last_read_message_id: string | null;
            last_read_seq: number;
            /** Format: date-time */
            read_at: string;
            /** Format: uuid */
            user_id: string;
        };
        ReceivedMail: {
            /**
             * @description `ignored` where the mail is a program’s, says nothing, or comes from somebody who is blocked.
             * @enum {string}
             */
            outcome: "stored" | "duplicate" | "ignored";
            /** @description Why it was ignored. */
            reason: ("bounce" | "auto_reply" | "list" | "own" | "no_sender" | "empty" | "blocked") | null;
        };
        Renewed: {
            /** @description Milliseconds until the socket’s token expires; null for an API key. */
            expires_in_ms: number | null;
            /** @constant */
            success: true;
        };
        /** @description Percentiles come of a histogram: within a fifth of what they are exactly, and never above the largest value. */
        ReportDurations: {
            averageMs: number | null;
            count: number;
            p50Ms: number | null;
            p90Ms: number | null;
            p95Ms: number | null;
        };
        ReportFigures: {
            agentMessages: number;
            aiMessages: number;
            csat: {
                /** @description From 1 to 5. */
                average: number | null;
                /** @description Conversations that were rated: each by its last rating. */
                count: number;
                /** @description How many of them are 4 or 5: from 0 to 1. */
                satisfied: number | null;
            };
            /** @description From when it was opened or reopened until an agent wrote. */
            firstResponse: components["schemas"]["ReportDurations"];
            /** @description Two that were merged as one, when the first was. */
            opened: number;
            /** @description Of an agent: those that they had when they were resolved, whoever has them then. */
            reopened: number;
            /** @description From then until it was closed. */
            resolution: components["schemas"]["ReportDurations"];
            resolved: number;
            /** @description From a visitor’s first message that an agent has not answered until one does. */
            response: components["schemas"]["ReportDurations"];
            visitorMessages: number;
        };
        Retention: {
            /** @description Nothing is deleted before; null where nothing was ever set. */
            applies_at: string | null;
            /** @description How many channels have a setting of their own. */
            channels_with_own: number;
            /** @description For how many days messages are kept, 1 to 3650; null: for ever. */
            days: number | null;
            /** @description How many messages are older than `preview_days`, where that is given. */
            preview?: {
                days: number;
                /** @description There are more than were counted. */
                has_more: boolean;
                /** @description At most 10000. */
                messages: number;
            };
            updated_at: string | null;
            updated_by: string | null;
        };
        Run: {
            ai_twin_id: string | null;
            /** @description The picture or video that was made, once the run has ended. */
            attachments: components["schemas"]["Attachment"][];
            channel_id: string | null;
            confidence: number | null;
            /** @description US dollars, by list prices or the operator’s own, to six decimals. Null until it has ended, and where the price of its model is not known. */
            cost_usd: number | null;
            /** Format: date-time */
            created_at: string;
            ended_at: string | null;
            error: {
                code: string;
                message: string;
            } | null;
            /** @description The caller’s own. */
            feedback: {
                comment: string | null;
                rating: 1 | -1;
            } | null;
            /** Format: uuid */
            id: string;
            model: string | null;
            /** @description Who answers, by handle. */
            personality: string;
            question: string;
            question_message_id: string | null;
            reply_message_id: string | null;
            /** @description The run whose question this one answers again. */
            retry_of: string | null;
            /** @description The private conversation that it belongs to. */
            session_id: string | null;
            /** @description What it rests on: of what its tools have found, what its text names by id, in that order. */
            sources: components["schemas"]["AnswerSource"][];
            /**
             * @description `waiting`: for somebody to approve a tool.
             * @enum {string}
             */
            status: "running" | "waiting" | "done" | "stopped" | "failed";
            stop_reason: ("end" | "max_tokens" | "stop_sequence" | "refusal" | "context_exceeded" | "too_many_tools" | "stopped" | "other") | null;
            /** @description The answer so far. */
            text: string;
            /** @description The thread of the channel that it is answered in. */
            thread_id: string | null;
            /** @description Calls of tools, in the order in which they were made. */
            tools: {
                /** @description Milliseconds. */
                duration: number | null;
                /** @description What it was called with, as JSON: its first 500 characters. Null where that is not known. */
                input: string | null;
                /** @description The beginning of what it answered. Of what it found in messages and documents, while the run goes on. */
                result_preview: string | null;
                /** @enum {string} */
                status: "running" | "done" | "failed";
                tool: string;
                tool_id: string;
            }[];
            tools_used: string[];
            usage: {
                cache_read_tokens: number;
                cache_write_tokens: number;
                input_tokens: number;
                output_tokens: number;
            };
            /**
             * Format: uuid
             * @description Who asked.
             */
            user_id: string;
        };
        SavedView: {
            /** Format: date-time */
            createdAt: string;
            filter: {
                agentId?: string;
                breached?: boolean;
                label?: string;
                mine?: boolean;
                /** @enum {string} */
                priority?: "LOW" | "MEDIUM" | "HIGH" | "URGENT";
                search?: string;
                siteId?: string;
                snoozed?: boolean;
                status?: ("waiting" | "active" | "closed")[];
                teamId?: string;
                unassigned?: boolean;
            };
            id: string;
            /** @description Whether all agents of the workspace have it, or the caller alone. */
            isShared: boolean;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ScheduledMessage: {
            ai_twin_id: string | null;
            attachments: components["schemas"]["Attachment"][] | null;
            /** Format: uuid */
            channel_id: string;
            /** @description Empty once it was sent: the message has it. */
            content: string;
            content_type: string;
            /** Format: uuid */
            conversation_id: string;
            /** Format: date-time */
            created_at: string;
            /** @description Set when it has failed. */
            failure_reason: ("channel_not_found" | "left_channel" | "channel_archived" | "parent_not_found" | "attachment_not_found" | "twin_not_found" | "forbidden" | "author_removed" | "internal") | null;
            /** Format: uuid */
            id: string;
            /** @description The message that it became, when it was sent. */
            message_id: string | null;
            metadata: {
                [key: string]: unknown;
            };
            parent_message_id: string | null;
            /** Format: date-time */
            send_at: string;
            /** @enum {string} */
            status: "pending" | "sent" | "failed";
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: uuid
             * @description Whose it is: its author, or who lets the twin speak.
             */
            user_id: string;
            /** Format: uuid */
            workspace_id: string;
        };
        Server: {
            /** @description What this deployment can do. */
            configured: {
                /** @description The engines that answer in chats: `anthropic`, or `local` without a key. */
                engines: string[];
                /** @description Whether mail is sent; otherwise it is kept and shown at `/dev/mail`. */
                mail: boolean;
                /** @description The platforms that can be connected. */
                platforms: string[];
                /** @description Whether people can be notified by Web Push. */
                push: boolean;
            };
            limits: {
                /** @description Active keys of one person in one workspace. */
                api_keys: number;
                file_bytes: number;
                files_per_message: number;
                message_characters: number;
                /** @description Rate limits by class, as in `RateLimit-Policy`; empty where they are off. */
                requests: {
                    [key: string]: {
                        requests: number;
                        seconds: number;
                    };
                };
            };
            public_url: string;
            version: string;
        };
        Session: {
            /** @description The IP address that it signed in from, or last got a token from. */
            address: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Whether this call was made with it. */
            current: boolean;
            /** @description What signed in, in words: `Firefox 146 on Windows`. Null where it did not say. */
            device: string | null;
            /**
             * Format: date-time
             * @description A browser session ends then unless it is used before.
             */
            expiresAt: string;
            id: string;
            /**
             * Format: date-time
             * @description Kept to the minute.
             */
            lastUsedAt: string;
            /** @description The one that the token is for. Null for a browser session, which gets tokens for any, and for none. */
            workspace: {
                id: string;
                name: string;
            } | null;
        };
        SignedIn: {
            expiresIn: number;
            token: string;
            /** @constant */
            tokenType: "Bearer";
            user: components["schemas"]["SignedInUser"];
            workspace: {
                id: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "admin" | "member" | "guest";
                /** Format: uuid */
                uuid: string;
            };
        };
        SignedInAnywhere: {
            expiresIn: number;
            token: string;
            /** @constant */
            tokenType: "Bearer";
            user: components["schemas"]["SignedInUser"];
            workspace: {
                id: string;
                name: string;
                /** @enum {string} */
                role: "owner" | "admin" | "member" | "guest";
                /** Format: uuid */
                uuid: string;
            } | null;
        };
        SignedInUser: {
            avatarUrl: string | null;
            email: string;
            /** @description Whether a mailed link has proven that the email address is theirs; until then nothing comes to them by it. */
            emailVerified: boolean;
            id: string;
            name: string;
            roles: ("CUSTOMER" | "AGENT")[];
            /** Format: uuid */
            uuid: string;
            /** @description Null for someone who is in no workspace. */
            workspaceId: string | null;
        };
        Site: {
            /** Format: date-time */
            createdAt: string;
            domain: string;
            id: string;
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Sla: {
            firstResponse: {
                /** @description When it was missed; it stays so when it is met later. */
                breachedAt: string | null;
                /** @description When it is missed. Null while the conversation is put off, and where that is not within 400 days. */
                dueAt: string | null;
                /** @description What is left of it while the conversation is put off. */
                leftMs: number | null;
                metAt: string | null;
                /** @description How long it may take, as far as the desk is open. */
                targetMs: number;
            } | null;
            resolution: {
                /** @description When it was missed; it stays so when it is met later. */
                breachedAt: string | null;
                /** @description When it is missed. Null while the conversation is put off, and where that is not within 400 days. */
                dueAt: string | null;
                /** @description What is left of it while the conversation is put off. */
                leftMs: number | null;
                metAt: string | null;
                /** @description How long it may take, as far as the desk is open. */
                targetMs: number;
            } | null;
        };
        Summary: {
            /** @description The messages that it rests on, in the order in which it uses them. */
            evidence: string[];
            /** @description Whether older messages that were asked for are left out, because there are too many. */
            hasMore: boolean;
            /** @description How many messages it covers. */
            messageCount: number;
            /** @description Who wrote it; `local` quotes sentences. Null where there was nothing to write. */
            model: string | null;
            summary: string;
            /** @description When the first and the last of these were written; null where there are none. */
            timeRange: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            } | null;
        };
        Synced: {
            channels: {
                [key: string]: {
                    events: {
                        /** Format: date-time */
                        at: string;
                        channel_id?: string | null;
                        conversation_id?: string | null;
                        data: unknown;
                        /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                        hops?: number | null;
                        /** Format: uuid */
                        id: string;
                        /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                        origin?: string | null;
                        rev: number | null;
                        seq: number | null;
                        /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                        skips?: {
                            from: number;
                            to: number;
                        };
                        type: string;
                        /** Format: uuid */
                        workspace_id: string;
                    }[];
                    has_more: boolean;
                    rev: number;
                    seq: number;
                } | {
                    /** @constant */
                    reset: true;
                    rev: number;
                    seq: number;
                } | {
                    /** @constant */
                    error: "not_found";
                };
            };
            conversations: {
                [key: string]: {
                    events: {
                        /** Format: date-time */
                        at: string;
                        channel_id?: string | null;
                        conversation_id?: string | null;
                        data: unknown;
                        /** @description How many machines in a row have answered one another to make it; what a person writes has none. */
                        hops?: number | null;
                        /** Format: uuid */
                        id: string;
                        /** @description Where a service has it from, such as a platform connection: what came from there is not sent back. */
                        origin?: string | null;
                        rev: number | null;
                        seq: number | null;
                        /** @description Every `seq` from `from` to `to`, right before this event, is none of the reader’s, and no gap. */
                        skips?: {
                            from: number;
                            to: number;
                        };
                        type: string;
                        /** Format: uuid */
                        workspace_id: string;
                    }[];
                    has_more: boolean;
                    rev: number;
                    seq: number;
                } | {
                    /** @constant */
                    reset: true;
                    rev: number;
                    seq: number;
                } | {
                    /** @constant */
                    error: "not_found";
                };
            };
        };
        Team: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            /** @description Those of its members who are agents now. */
            memberIds: string[];
            name: string;
            /** Format: date-time */
            updatedAt: string;
        };
        TeamError: {
            error: {
                /** @description Ids of what goes on in spite of it, or is to be done about it, such as `run_id` and `approval_id`. */
                about?: {
                    [key: string]: string;
                };
                code: string;
                details?: {
                    message: string;
                    path: string;
                }[];
                message: string;
            };
            meta: {
                request_id: string;
                /** Format: date-time */
                timestamp: string;
            };
            /** @constant */
            success: false;
        };
        TenantAgent: {
            /**
             * @description What they say of themselves: who is away or busy is assigned nothing automatically.
             * @enum {string}
             */
            availability: "online" | "away" | "busy";
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatarUrl: string | null;
            /** @description So many open conversations they have before none is given to them automatically; null for as many as the workspace says. */
            capacity: number | null;
            /** @description How visitors have rated them: the average of 1 to 5, to two decimals, and of how many ratings. */
            csat: {
                count: number;
                score: number | null;
            };
            email: string;
            id: string;
            /** @description Whether they are connected. Nobody is known to be while Redis is away. */
            isOnline: boolean;
            name: string;
        };
        ThreadState: {
            /** Format: uuid */
            channel_id: string;
            following: boolean;
            /**
             * Format: uuid
             * @description How far the reader has read: a reply, or the root where they have read none.
             */
            last_read_message_id: string;
            /**
             * Format: uuid
             * @description The thread’s root.
             */
            message_id: string;
            /** @description Replies of others since, deleted ones left out; exact to 1,000. What came before one followed is read. */
            unread_count: number;
        };
        Tombstone: {
            /** Format: uuid */
            channel_id: string;
            /** Format: date-time */
            deleted_at: string;
            /** Format: uuid */
            id: string;
            rev: number;
            seq: number;
        };
        Twin: {
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Null of a built-in. */
            created_by: string | null;
            handle: string;
            /** Format: uuid */
            id: string;
            /** @description Every workspace has it; its instructions where `personality` and `system_prompt` are null are Parley’s. */
            is_built_in: boolean;
            model: string | null;
            /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
            name: string;
            personality: string | null;
            system_prompt: string | null;
            tools: string[] | null;
            /** Format: date-time */
            updated_at: string;
            /** @description Counts its changes, from 1. */
            version: number;
            /** Format: uuid */
            workspace_id: string;
        };
        TwinAssignment: {
            /** Format: uuid */
            ai_twin_id: string;
            /** Format: date-time */
            assigned_at: string;
            /** Format: uuid */
            channel_id: string;
            /** @enum {string} */
            participation_mode: "active" | "passive" | "on-demand";
        };
        TwinVersion: {
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            /** @description Null of the first version of a built-in. */
            changed_by: string | null;
            /** Format: date-time */
            created_at: string;
            model: string | null;
            /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
            name: string;
            personality: string | null;
            system_prompt: string | null;
            tools: string[] | null;
            version: number;
        };
        UsageGroup: {
            /** @description How many answers, summaries and analyses; one with several turns is one. */
            answers: number;
            cache_read_tokens: number;
            cache_write_tokens: number;
            /** @description US dollars, by list prices or the operator’s own; to six decimals. */
            cost_usd: number;
            /** @description Without what was read from the model’s cache or written to it. */
            input_tokens: number;
            /** @description By `group_by`: a day, the id of a person or twin, a model, a purpose (`chat`, `twin`, `summary`, `analysis`, `knowledge`). Null for what no person has asked for, or no twin has answered. */
            key: string | null;
            /** @description The person’s or twin’s name; null for whoever is gone, and for all other keys. */
            name: string | null;
            output_tokens: number;
            /** @description Tokens of models whose price is not known. `cost_usd` is without them, and no budget counts them. */
            unpriced_tokens: number;
        };
        UsageTotals: {
            /** @description How many answers, summaries and analyses; one with several turns is one. */
            answers: number;
            cache_read_tokens: number;
            cache_write_tokens: number;
            /** @description US dollars, by list prices or the operator’s own; to six decimals. */
            cost_usd: number;
            /** @description Without what was read from the model’s cache or written to it. */
            input_tokens: number;
            output_tokens: number;
            /** @description Tokens of models whose price is not known. `cost_usd` is without them, and no budget counts them. */
            unpriced_tokens: number;
        };
        User: {
            /** @description Whether they answer the support desk. */
            agent: boolean;
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            display_name: string;
            /** @description What mentions them after `@`; null for a name of which nothing is left without punctuation. */
            handle: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "guest";
            /** @description Null while it cannot be known. */
            status: (("online" | "away" | "dnd") | "offline") | null;
            /** Format: uuid */
            user_id: string;
        };
        ViewCounts: {
            /** @description Those of the caller, but for those that are put off. */
            mine: number;
            /** @description Those that are put off. */
            snoozed: number;
            views: {
                /** @description At most 100: so many, or more. */
                count: number;
                id: string;
            }[];
            /** @description Those that wait and are not put off. */
            waiting: number;
        };
        Visitor: {
            /** @description By the keys of `GET /api/tenant/attributes`; those that have a value. */
            attributes: {
                [key: string]: string | number | boolean;
            };
            browser: string | null;
            city: string | null;
            /** @description Its ISO 3166 code, such as `DE`. Like the city, as far as it is known by the IP address. */
            country: string | null;
            email: string | null;
            /** @description Who they are to the site, which has proven it. */
            externalId: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            id: string;
            ip: string | null;
            isOnline: boolean;
            /** Format: date-time */
            lastSeenAt: string;
            name: string | null;
            notes: string | null;
            /** @description The newest first. */
            pages: {
                /** Format: date-time */
                at: string;
                /** @description The page that led there, where the browser says it. */
                referrer?: string;
                title: string;
                url: string;
            }[];
            phone: string | null;
            siteId: string | null;
            tags: string[];
            /** @description A visit ends after a pause of 30 minutes. */
            visits: number;
        };
        VisitorConversation: {
            /** @description Who has it; of a closed one, who had it. */
            agent: {
                /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
                avatarUrl: string | null;
                id: string;
                /** @description Null where they have left the workspace. */
                name: string | null;
            } | null;
            /** @description Up to which `seq` the workspace has read it: its agents and owners share a marker. */
            agentReadSeq: number;
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            id: string;
            lastMessage: {
                /** @description At most its first 200 characters. */
                content: string;
                /** Format: date-time */
                createdAt: string;
                /**
                 * @description `FILE` where there are attachments, `SYSTEM` for what the desk itself says.
                 * @enum {string}
                 */
                messageType: "TEXT" | "FILE" | "SYSTEM";
                /** @enum {string} */
                senderType: "VISITOR" | "AGENT" | "AI" | "SYSTEM";
            } | null;
            /** @description Where it went: this one is closed and empty, and in no list. */
            mergedInto: string | null;
            /** @description What its visitor said of its last resolution, 1 to 5. */
            rating: number | null;
            /** @description The number of the newest change to anything in it that the caller sees: where `sync` goes on from. */
            rev: number;
            /** @description The number of its newest message. */
            seq: number;
            /** @enum {string} */
            status: "WAITING" | "ACTIVE" | "CLOSED";
            /**
             * Format: date-time
             * @description When anything in it that the caller sees has changed.
             */
            updatedAt: string;
            /** @description Up to which `seq` its visitor has read it. */
            visitorReadSeq: number;
            /** @description Messages that its visitor has not read. */
            visitorUnreadCount: number;
        };
        VisitorDetails: {
            /** @description By the keys of `GET /api/tenant/attributes`; those that have a value. */
            attributes: {
                [key: string]: string | number | boolean;
            };
            /** @description By which they are blocked: the one of themself before those of their addresses. */
            block: components["schemas"]["Block"] | null;
            browser: string | null;
            city: string | null;
            /** @description Its ISO 3166 code, such as `DE`. Like the city, as far as it is known by the IP address. */
            country: string | null;
            email: string | null;
            /** @description Who they are to the site, which has proven it. */
            externalId: string | null;
            /** Format: date-time */
            firstSeenAt: string;
            id: string;
            ip: string | null;
            isOnline: boolean;
            /** Format: date-time */
            lastSeenAt: string;
            name: string | null;
            notes: string | null;
            /** @description The newest first. */
            pages: {
                /** Format: date-time */
                at: string;
                /** @description The page that led there, where the browser says it. */
                referrer?: string;
                title: string;
                url: string;
            }[];
            phone: string | null;
            siteId: string | null;
            tags: string[];
            /** @description A visit ends after a pause of 30 minutes. */
            visits: number;
        };
        Webhook: {
            /** @description The channels whose events it is sent; null: all public ones. */
            channelIds: string[] | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: uuid */
            createdBy: string;
            description: string;
            /** @description `gone`: the receiver has answered 410. `failing`: every try of 5 days has failed. */
            disabledReason: ("gone" | "failing") | null;
            /** @description Events that were dropped since it was last activated, because too many waited. */
            dropped: number;
            events: string[];
            failingSince: string | null;
            /** Format: uuid */
            id: string;
            isActive: boolean;
            lastDeliveredAt: string | null;
            /** @description Until when deliveries are also signed with the secret before. */
            previousSecretUntil: string | null;
            /**
             * @description `failing`: the last try has failed. `inactive`: by hand. `disabled`: because of `disabledReason`.
             * @enum {string}
             */
            status: "active" | "failing" | "inactive" | "disabled";
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @description Deliveries that are still to be made. */
            waiting: number;
        };
        WebhookDelivery: {
            attempts: number;
            channelId: string | null;
            /** Format: date-time */
            createdAt: string;
            deliveredAt: string | null;
            /** @description Its type. */
            event: string;
            /**
             * Format: uuid
             * @description The event’s `id`, and the header `webhook-id`: the same at every try.
             */
            id: string;
            lastAttemptAt: string | null;
            /** @description When it is tried again, where it has failed before. */
            nextAttemptAt: string | null;
            /** @description Of the last try. */
            response: {
                /** @description The first 1024 bytes. */
                body: string;
                durationMs: number;
                /** @description Why it failed. */
                error: string | null;
                /** @description Null where there was no answer. */
                status: number | null;
            } | null;
            /**
             * @description `failed`: given up. `waiting`: also while it is tried again, or stands behind one that is.
             * @enum {string}
             */
            status: "waiting" | "delivered" | "failed";
        };
        WidgetKey: {
            /** Format: date-time */
            createdAt: string;
            /** @description Where it works, as a JSON array in a string; an empty array is anywhere. */
            domains: string;
            id: string;
            /** @description The SHA-256 of `plainKey`, in hex. */
            keyHash: string;
            /** @description The first characters of the key, to recognise it by. */
            keyPrefix: string;
            lastUsedAt: string | null;
            name: string;
            /** @description The site that its visitors are of. */
            siteId: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
        };
        WidgetVisitor: {
            email: string | null;
            /** @description Who they are to the site, where that has proven it. */
            externalId: string | null;
            id: string;
            name: string | null;
            phone: string | null;
        };
        WidgetWorkspace: {
            /** @enum {string} */
            language: "en" | "tr" | "de" | "es";
            name: string;
            /** @description Of the workspace’s settings what is for widgets: all of `widget`, and whether they make a sound. */
            settings: {
                notifications: {
                    visitorSound: boolean;
                };
                widget: {
                    [key: string]: unknown;
                };
            };
        };
        Workspace: {
            company_name: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description When it is deleted; null unless an owner has asked for that. */
            deletes_at: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * @description The caller's own role.
             * @enum {string}
             */
            role: "owner" | "admin" | "member" | "guest";
            /** Format: date-time */
            updated_at: string;
        };
        WorkspaceDeletion: {
            completed_at: string | null;
            /** @description What was deleted so far: rows by their table, `files` with what the file storage had of them, jobs and keys in Redis. */
            copies: {
                count: number;
                kind: string;
                /** @enum {string} */
                service: "gateway" | "channels" | "messaging" | "chat-engine" | "integrations" | "support-desk";
            }[];
            /**
             * Format: date-time
             * @description Until then an owner can restore it.
             */
            deletes_at: string;
            /** Format: date-time */
            requested_at: string;
            /** @enum {string} */
            state: "scheduled" | "running" | "done";
            /** Format: uuid */
            workspace_id: string;
        };
        WorkspaceInvitation: {
            agent: boolean;
            /** Format: date-time */
            created_at: string;
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
            /** @description Null when the account that sent it is gone. */
            invited_by: string | null;
            /** @description What the account that accepting makes is called, where the sender said so. */
            name: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "guest";
        };
        WorkspaceMember: {
            /** @description Whether they answer the support desk. */
            agent: boolean;
            /** @description A picture of this deployment; one that is elsewhere is fetched through it, as a square WebP. */
            avatar_url: string | null;
            email: string;
            /** Format: date-time */
            joined_at: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "member" | "guest";
            /** Format: uuid */
            user_id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AgentInvitation = components['schemas']['AgentInvitation'];
export type AgentMessage = components['schemas']['AgentMessage'];
export type AgentProfile = components['schemas']['AgentProfile'];
export type AgentPushSubscription = components['schemas']['AgentPushSubscription'];
export type AnswerSource = components['schemas']['AnswerSource'];
export type ApiKey = components['schemas']['ApiKey'];
export type AssignedTwin = components['schemas']['AssignedTwin'];
export type Attachment = components['schemas']['Attachment'];
export type Attribute = components['schemas']['Attribute'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AvailablePlatform = components['schemas']['AvailablePlatform'];
export type Block = components['schemas']['Block'];
export type Budget = components['schemas']['Budget'];
export type CannedReply = components['schemas']['CannedReply'];
export type Channel = components['schemas']['Channel'];
export type ChannelMember = components['schemas']['ChannelMember'];
export type ChannelMembership = components['schemas']['ChannelMembership'];
export type ChannelRetention = components['schemas']['ChannelRetention'];
export type ChatAnswer = components['schemas']['ChatAnswer'];
export type ChatMessage = components['schemas']['ChatMessage'];
export type ChatSession = components['schemas']['ChatSession'];
export type ConnectedChannel = components['schemas']['ConnectedChannel'];
export type ConnectionCondition = components['schemas']['ConnectionCondition'];
export type Conversation = components['schemas']['Conversation'];
export type ConversationAction = components['schemas']['ConversationAction'];
export type ConversationAnalysis = components['schemas']['ConversationAnalysis'];
export type ConversationDetails = components['schemas']['ConversationDetails'];
export type Demo = components['schemas']['Demo'];
export type DeskError = components['schemas']['DeskError'];
export type DeskMessage = components['schemas']['DeskMessage'];
export type DeskReport = components['schemas']['DeskReport'];
export type DeskWorkspace = components['schemas']['DeskWorkspace'];
export type Draft = components['schemas']['Draft'];
export type Erasure = components['schemas']['Erasure'];
export type Events = components['schemas']['Events'];
export type Export = components['schemas']['Export'];
export type ExportSummary = components['schemas']['ExportSummary'];
export type FellowAgent = components['schemas']['FellowAgent'];
export type FollowedThread = components['schemas']['FollowedThread'];
export type FoundMessage = components['schemas']['FoundMessage'];
export type HistoryImport = components['schemas']['HistoryImport'];
export type HistoryImportStatus = components['schemas']['HistoryImportStatus'];
export type Import = components['schemas']['Import'];
export type ImportSummary = components['schemas']['ImportSummary'];
export type IncomingWebhook = components['schemas']['IncomingWebhook'];
export type KnowledgeDocument = components['schemas']['KnowledgeDocument'];
export type KnowledgeEntity = components['schemas']['KnowledgeEntity'];
export type KnowledgePassage = components['schemas']['KnowledgePassage'];
export type KnowledgeVersion = components['schemas']['KnowledgeVersion'];
export type Label = components['schemas']['Label'];
export type LinkedAccount = components['schemas']['LinkedAccount'];
export type ListedMember = components['schemas']['ListedMember'];
export type Macro = components['schemas']['Macro'];
export type Message = components['schemas']['Message'];
export type Model = components['schemas']['Model'];
export type MyChannel = components['schemas']['MyChannel'];
export type Note = components['schemas']['Note'];
export type OpenedConversation = components['schemas']['OpenedConversation'];
export type OpeningState = components['schemas']['OpeningState'];
export type OwnInvitation = components['schemas']['OwnInvitation'];
export type Personality = components['schemas']['Personality'];
export type PlatformConnection = components['schemas']['PlatformConnection'];
export type Positions = components['schemas']['Positions'];
export type Preferences = components['schemas']['Preferences'];
export type PushSubscription = components['schemas']['PushSubscription'];
export type Reaction = components['schemas']['Reaction'];
export type ReadMarker = components['schemas']['ReadMarker'];
export type ReceivedMail = components['schemas']['ReceivedMail'];
export type Renewed = components['schemas']['Renewed'];
export type ReportDurations = components['schemas']['ReportDurations'];
export type ReportFigures = components['schemas']['ReportFigures'];
export type Retention = components['schemas']['Retention'];
export type Run = components['schemas']['Run'];
export type SavedView = components['schemas']['SavedView'];
export type ScheduledMessage = components['schemas']['ScheduledMessage'];
export type Server = components['schemas']['Server'];
export type Session = components['schemas']['Session'];
export type SignedIn = components['schemas']['SignedIn'];
export type SignedInAnywhere = components['schemas']['SignedInAnywhere'];
export type SignedInUser = components['schemas']['SignedInUser'];
export type Site = components['schemas']['Site'];
export type Sla = components['schemas']['Sla'];
export type Summary = components['schemas']['Summary'];
export type Synced = components['schemas']['Synced'];
export type Team = components['schemas']['Team'];
export type TeamError = components['schemas']['TeamError'];
export type TenantAgent = components['schemas']['TenantAgent'];
export type ThreadState = components['schemas']['ThreadState'];
export type Tombstone = components['schemas']['Tombstone'];
export type Twin = components['schemas']['Twin'];
export type TwinAssignment = components['schemas']['TwinAssignment'];
export type TwinVersion = components['schemas']['TwinVersion'];
export type UsageGroup = components['schemas']['UsageGroup'];
export type UsageTotals = components['schemas']['UsageTotals'];
export type User = components['schemas']['User'];
export type ViewCounts = components['schemas']['ViewCounts'];
export type Visitor = components['schemas']['Visitor'];
export type VisitorConversation = components['schemas']['VisitorConversation'];
export type VisitorDetails = components['schemas']['VisitorDetails'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WidgetKey = components['schemas']['WidgetKey'];
export type WidgetVisitor = components['schemas']['WidgetVisitor'];
export type WidgetWorkspace = components['schemas']['WidgetWorkspace'];
export type Workspace = components['schemas']['Workspace'];
export type WorkspaceDeletion = components['schemas']['WorkspaceDeletion'];
export type WorkspaceInvitation = components['schemas']['WorkspaceInvitation'];
export type WorkspaceMember = components['schemas']['WorkspaceMember'];
export type $defs = Record<string, never>;
export interface operations {
    listFellowAgents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agents: components["schemas"]["FellowAgent"][];
                    };
                };
            };
        };
    };
    listAgentAttributes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attributes: components["schemas"]["Attribute"][];
                    };
                };
            };
        };
    };
    updateAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "availability": "online"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What they say of themselves: who is away or busy is assigned nothing automatically.
                     * @enum {string}
                     */
                    availability: "online" | "away" | "busy";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description What they say of themselves: who is away or busy is assigned nothing automatically.
                         * @enum {string}
                         */
                        availability: "online" | "away" | "busy";
                    };
                };
            };
        };
    };
    listCannedReplies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cannedReplies: components["schemas"]["CannedReply"][];
                    };
                };
            };
        };
    };
    createCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace",
                 *       "content": "Hello, everyone."
                 *     }
                 */
                "application/json": {
                    /** @description 1–4,000 characters. `{{visitor.name}}` is filled in where it is sent, and `{{visitor.name | there}}` is “there” where the name is unknown. Variables: `visitor.name`, `visitor.firstName`, `visitor.email`, `agent.name`, `agent.firstName`, `workspace.name`; another is a 400. */
                    content: string;
                    /** @default false */
                    isShared?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
        };
    };
    getCannedReply: {
        parameters: {
            query?: {
                /** @description A conversation's id: UUID or TypeID. */
                conversationId?: string;
            };
            header?: never;
            path: {
                /** @description A canned reply's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        content: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** @description As the caller would send it there; null without a conversation. */
                        filledIn: string | null;
                        id: string;
                        /** @description Whether all agents of the workspace have it, or the caller alone. */
                        isShared: boolean;
                        name: string;
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
        };
    };
    deleteCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A canned reply's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateCannedReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A canned reply's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description 1–4,000 characters. `{{visitor.name}}` is filled in where it is sent, and `{{visitor.name | there}}` is “there” where the name is unknown. Variables: `visitor.name`, `visitor.firstName`, `visitor.email`, `agent.name`, `agent.firstName`, `workspace.name`; another is a 400. */
                    content?: string;
                    isShared?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedReply"];
                };
            };
        };
    };
    listAgentConversations: {
        parameters: {
            query?: {
                /** @description A user's id: UUID or TypeID. */
                agentId?: string;
                /** @description A conversation's id: UUID or TypeID. */
                before?: string;
                /** @description Whether a goal of its `sla` was missed since it was opened. */
                breached?: boolean | string;
                /** @description A label's id: UUID or TypeID. */
                label?: string;
                /** @description How many a page has at most. */
                limit?: number;
                mine?: boolean | string;
                /** @description How many come before the page. */
                offset?: number;
                priority?: "LOW" | "MEDIUM" | "HIGH" | "URGENT";
                search?: string;
                /** @description A site's id: UUID or TypeID. */
                siteId?: string;
                snoozed?: boolean | string;
                /** @description `longest_waiting`: those that wait and are not put off, since when they have waited. */
                sort?: "last_updated" | "longest_waiting";
                /** @description `waiting`, `active` or `closed`; several of them between commas. */
                status?: ("waiting" | "active" | "closed")[];
                /** @description A team's id: UUID or TypeID. */
                teamId?: string;
                unassigned?: boolean | string;
                updated_after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conversations: components["schemas"]["Conversation"][];
                        counts: {
                            active: number;
                            closed: number;
                            waiting: number;
                        };
                        limit: number;
                        offset: number;
                        total: number;
                    };
                };
            };
        };
    };
    getAgentConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedConversation"];
                };
            };
        };
    };
    updateAgentConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    isSnoozed?: boolean;
                    labelIds?: string[];
                    priority?: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
                    /**
                     * Format: date-time
                     * @description With `isSnoozed`; without it, until its visitor writes.
                     */
                    snoozedUntil?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    assignAgentConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A user's id: UUID or TypeID. */
                    agentId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    markAgentConversationRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    mergeAgentConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "conversationId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description The conversation that is merged into this one. */
                    conversationId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    listAgentMessages: {
        parameters: {
            query?: {
                /** @description Those after this `seq` alone; `page` is not looked at then. */
                after_seq?: number;
                /** @description How many a page has at most. */
                limit?: number;
                page?: number;
            };
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        limit: number;
                        messages: components["schemas"]["DeskMessage"][];
                        page: number;
                        total: number;
                    };
                };
            };
        };
    };
    sendAgentMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 52224 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    content?: string;
                    /**
                     * @description Taken for what is sent: `FILE` with attachments, and a 400 without any.
                     * @default TEXT
                     * @enum {string}
                     */
                    messageType?: "TEXT" | "FILE";
                };
                "multipart/form-data": {
                    attachments?: Blob[];
                    content?: string;
                    /**
                     * @description Taken for what is sent: `FILE` with attachments, and a 400 without any.
                     * @default TEXT
                     * @enum {string}
                     */
                    messageType?: "TEXT" | "FILE";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskMessage"];
                };
            };
        };
    };
    listNotes: {
        parameters: {
            query?: {
                /** @description Those after this `rev` alone; `page` is not looked at then. */
                after_rev?: number;
                /** @description How many a page has at most. */
                limit?: number;
                page?: number;
            };
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        limit: number;
                        notes: components["schemas"]["Note"][];
                        page: number;
                    };
                };
            };
        };
    };
    createNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "Hello, everyone."
                 *     }
                 */
                "application/json": {
                    content: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
        };
    };
    resolveAgentConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    suggestAgentReply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        confidence: number;
                        /** @description Null where nothing was said yet, and nothing was asked. */
                        model: string | null;
                        sources: {
                            documentId: string;
                            source: string;
                            title: string;
                        }[];
                        /** @description Null where nothing is known that answers. */
                        text: string | null;
                    };
                };
            };
        };
    };
    summarizeAgentConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The messages that it rests on. */
                        evidence: string[];
                        /** @description Null where nothing was said yet, and nothing was asked. */
                        model: string | null;
                        summary: string;
                    };
                };
            };
        };
    };
    typeToVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    actOnAgentConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    actions: ({
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "addLabel";
                    } | {
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "removeLabel";
                    } | {
                        priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
                        /** @constant */
                        type: "setPriority";
                    } | {
                        /** @description Null: until its visitor writes. */
                        minutes: number | null;
                        /** @constant */
                        type: "snooze";
                    } | {
                        /** @description Null: to whoever does it. */
                        agentId: string | null;
                        /** @constant */
                        type: "assign";
                    } | {
                        /** @description A team's id: UUID or TypeID. */
                        teamId: string;
                        /** @constant */
                        type: "assignTeam";
                    } | {
                        /** @constant */
                        type: "resolve";
                    })[];
                    ids: string[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            id: string;
                            /** @enum {string} */
                            outcome: "done" | "not_found" | "conflict";
                        }[];
                    };
                };
            };
        };
    };
    listAgentLabels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        labels: components["schemas"]["Label"][];
                    };
                };
            };
        };
    };
    listMacros: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        macros: components["schemas"]["Macro"][];
                    };
                };
            };
        };
    };
    createMacro: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    actions: ({
                        /** @description 1–4,000 characters. `{{visitor.name}}` is filled in where it is sent, and `{{visitor.name | there}}` is “there” where the name is unknown. Variables: `visitor.name`, `visitor.firstName`, `visitor.email`, `agent.name`, `agent.firstName`, `workspace.name`; another is a 400. */
                        content: string;
                        /** @constant */
                        type: "reply";
                    } | {
                        /** @description 1–4,000 characters. `{{visitor.name}}` is filled in where it is sent, and `{{visitor.name | there}}` is “there” where the name is unknown. Variables: `visitor.name`, `visitor.firstName`, `visitor.email`, `agent.name`, `agent.firstName`, `workspace.name`; another is a 400. */
                        content: string;
                        /** @constant */
                        type: "note";
                    } | {
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "addLabel";
                    } | {
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "removeLabel";
                    } | {
                        priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
                        /** @constant */
                        type: "setPriority";
                    } | {
                        /** @description Null: until its visitor writes. */
                        minutes: number | null;
                        /** @constant */
                        type: "snooze";
                    } | {
                        /** @description Null: to whoever does it. */
                        agentId: string | null;
                        /** @constant */
                        type: "assign";
                    } | {
                        /** @description A team's id: UUID or TypeID. */
                        teamId: string;
                        /** @constant */
                        type: "assignTeam";
                    } | {
                        /** @constant */
                        type: "resolve";
                    })[];
                    /** @default false */
                    isShared?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
        };
    };
    deleteMacro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A macro's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateMacro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A macro's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    actions?: ({
                        /** @description 1–4,000 characters. `{{visitor.name}}` is filled in where it is sent, and `{{visitor.name | there}}` is “there” where the name is unknown. Variables: `visitor.name`, `visitor.firstName`, `visitor.email`, `agent.name`, `agent.firstName`, `workspace.name`; another is a 400. */
                        content: string;
                        /** @constant */
                        type: "reply";
                    } | {
                        /** @description 1–4,000 characters. `{{visitor.name}}` is filled in where it is sent, and `{{visitor.name | there}}` is “there” where the name is unknown. Variables: `visitor.name`, `visitor.firstName`, `visitor.email`, `agent.name`, `agent.firstName`, `workspace.name`; another is a 400. */
                        content: string;
                        /** @constant */
                        type: "note";
                    } | {
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "addLabel";
                    } | {
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "removeLabel";
                    } | {
                        priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
                        /** @constant */
                        type: "setPriority";
                    } | {
                        /** @description Null: until its visitor writes. */
                        minutes: number | null;
                        /** @constant */
                        type: "snooze";
                    } | {
                        /** @description Null: to whoever does it. */
                        agentId: string | null;
                        /** @constant */
                        type: "assign";
                    } | {
                        /** @description A team's id: UUID or TypeID. */
                        teamId: string;
                        /** @constant */
                        type: "assignTeam";
                    } | {
                        /** @constant */
                        type: "resolve";
                    })[];
                    isShared?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
        };
    };
    applyMacro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A macro's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "conversationId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A conversation's id: UUID or TypeID. */
                    conversationId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    getAgentProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentProfile"];
                };
            };
        };
    };
    createAgentPushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    endpoint: string;
                    keys: {
                        auth: string;
                        p256dh: string;
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPushSubscription"];
                };
            };
        };
    };
    listAgentTeams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        teams: components["schemas"]["Team"][];
                    };
                };
            };
        };
    };
    countAgentViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewCounts"];
                };
            };
        };
    };
    listSavedViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        views: components["schemas"]["SavedView"][];
                    };
                };
            };
        };
    };
    createSavedView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description Fields of `GET /api/agent/conversations`, with which it is asked for what the view shows. */
                    filter: {
                        /** @description A user's id: UUID or TypeID. */
                        agentId?: string;
                        /** @description Whether a goal of its `sla` was missed since it was opened. */
                        breached?: boolean | string;
                        /** @description A label's id: UUID or TypeID. */
                        label?: string;
                        mine?: boolean | string;
                        /** @enum {string} */
                        priority?: "LOW" | "MEDIUM" | "HIGH" | "URGENT";
                        search?: string;
                        /** @description A site's id: UUID or TypeID. */
                        siteId?: string;
                        snoozed?: boolean | string;
                        /** @description `waiting`, `active` or `closed`; several of them between commas. */
                        status?: ("waiting" | "active" | "closed")[];
                        /** @description A team's id: UUID or TypeID. */
                        teamId?: string;
                        unassigned?: boolean | string;
                    };
                    /** @default false */
                    isShared?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
        };
    };
    deleteSavedView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A saved view's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateSavedView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A saved view's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Fields of `GET /api/agent/conversations`, with which it is asked for what the view shows. */
                    filter?: {
                        /** @description A user's id: UUID or TypeID. */
                        agentId?: string;
                        /** @description Whether a goal of its `sla` was missed since it was opened. */
                        breached?: boolean | string;
                        /** @description A label's id: UUID or TypeID. */
                        label?: string;
                        mine?: boolean | string;
                        /** @enum {string} */
                        priority?: "LOW" | "MEDIUM" | "HIGH" | "URGENT";
                        search?: string;
                        /** @description A site's id: UUID or TypeID. */
                        siteId?: string;
                        snoozed?: boolean | string;
                        /** @description `waiting`, `active` or `closed`; several of them between commas. */
                        status?: ("waiting" | "active" | "closed")[];
                        /** @description A team's id: UUID or TypeID. */
                        teamId?: string;
                        unassigned?: boolean | string;
                    };
                    isShared?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
        };
    };
    listAgentVisitors: {
        parameters: {
            query?: {
                /** @description Those who have this very value: `plan:pro`, `seats:12`, `is_trial:true`. */
                attribute?: string;
                /** @description A visitor's id: UUID or TypeID. */
                before?: string;
                isOnline?: boolean | string;
                /** @description How many a page has at most. */
                limit?: number;
                page?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        limit: number;
                        page: number;
                        stats: {
                            online: number;
                            returning: number;
                            total: number;
                        };
                        total: number;
                        visitors: components["schemas"]["Visitor"][];
                    };
                };
            };
        };
    };
    getAgentVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorDetails"];
                };
            };
        };
    };
    updateAgentVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    attributes?: {
                        [key: string]: string | number | boolean | null;
                    };
                    notes?: string | null;
                    tags?: string[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Visitor"];
                };
            };
        };
    };
    blockVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description `null`: until it is removed.
                     * @default null
                     */
                    expiresInHours?: number | null;
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Block"];
                };
            };
        };
    };
    unblockVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    acceptInvite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    password: string;
                    token: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    openBrowserSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteBrowserSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    openBrowserSessionByLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the link’s address has behind `#once=`. */
                    secret: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    issueBrowserToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A workspace's id: UUID or TypeID. */
                    workspaceId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInAnywhere"];
                };
            };
        };
    };
    forgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInAnywhere"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInUser"];
                };
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    avatarUrl?: string | null;
                    currentPassword?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    password?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInUser"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInAnywhere"];
                };
            };
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com",
                 *       "password": "correct horse battery",
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    companyName?: string;
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    resendVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    token: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["Session"][];
                    };
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A session's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    showInvite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null where their account is gone. */
                        invitedBy: {
                            name: string;
                        } | null;
                        /** @constant */
                        success: true;
                        workspace: {
                            name: string;
                        };
                    };
                };
            };
        };
    };
    switchWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workspaceId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A workspace's id: UUID or TypeID. */
                    workspaceId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 8 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    token: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the password was another, and sessions and keys have ended. */
                        passwordChanged: boolean;
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    receiveMail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 32768 KiB. */
        requestBody: {
            content: {
                "message/rfc822": Blob;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedMail"];
                };
            };
        };
    };
    getReceiptKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /** @constant */
                            alg: "ES256";
                            /** @constant */
                            crv: "P-256";
                            kid: string;
                            /** @constant */
                            kty: "EC";
                            /** @constant */
                            use: "sig";
                            x: string;
                            y: string;
                        }[];
                    };
                };
            };
        };
    };
    showUnsubscribing: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    unsubscribe: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 1 KiB. */
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": Blob;
                "multipart/form-data": Blob;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    listKnowledge: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
                /** @description Only the workspace’s own, or only its twins’. */
                scope?: "workspace" | "twins";
                /** @description `processing`: its text is still being read. `ready`: it is searched. `failed`: it cannot be read, `error` says why; an earlier version is searched on. */
                status?: "processing" | "ready" | "failed";
                /** @description Only titles with this in them, whatever the case. */
                title?: string;
                /** @description Only what this twin alone knows. */
                twin_id?: string;
                type?: "text" | "markdown" | "csv" | "html" | "pdf" | "docx" | "xlsx" | "pptx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["KnowledgeDocument"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listKnowledgeGraphEntities: {
        parameters: {
            query?: {
                /** @description Only what this document mentions. */
                document_id?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description Only names with this in them, whatever the case. */
                name?: string;
                /** @description How many come before the page. */
                offset?: number;
                type?: "person" | "organisation" | "product" | "place";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["KnowledgeEntity"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getKnowledgeGraphStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            document_count: number;
                            entity_count: number;
                            relationship_count: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A document's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            character_count: number;
                            /** @description In how many passages it is searched; 0 until it is ready. */
                            chunk_count: number;
                            /** Format: date-time */
                            created_at: string;
                            error: {
                                /** @enum {string} */
                                code: "unsupported" | "mismatch" | "encrypted" | "damaged" | "empty" | "too_large" | "too_complex" | "too_slow" | "out_of_memory" | "unavailable";
                                message: string;
                            } | null;
                            file: components["schemas"]["Attachment"];
                            /** Format: uuid */
                            id: string;
                            /** @description Whether the support desk’s AI may answer visitors with it. */
                            is_public: boolean;
                            /** @description Whether it has more text than is read: 5 million characters. */
                            is_truncated: boolean;
                            /** @description The version that searches find; null while there is none. */
                            searched_version: number | null;
                            /** @description Bytes. */
                            size: number;
                            /**
                             * @description `processing`: its text is still being read. `ready`: it is searched. `failed`: it cannot be read, `error` says why; an earlier version is searched on.
                             * @enum {string}
                             */
                            status: "processing" | "ready" | "failed";
                            title: string;
                            /** @description The twin that alone knows it; null for the workspace’s own. */
                            twin_id: string | null;
                            /** @description Found by its content; null until it has been read. */
                            type: ("text" | "markdown" | "csv" | "html" | "pdf" | "docx" | "xlsx" | "pptx") | null;
                            /**
                             * Format: date-time
                             * @description When its newest version was uploaded or read.
                             */
                            updated_at: string;
                            /**
                             * Format: uuid
                             * @description Who uploaded it, also after they have left.
                             */
                            uploaded_by: string;
                            /** @description The newest version; all that follows is about it. */
                            version: number;
                            versions: components["schemas"]["KnowledgeVersion"][];
                            /** Format: uuid */
                            workspace_id: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A document's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A document's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    is_public: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["KnowledgeDocument"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listKnowledgePassages: {
        parameters: {
            query?: {
                after?: number;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A document's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description 1,500 characters at most. It may begin with the end of the one before. */
                            content: string;
                            /** @description Its number in the document, from 0. */
                            passage: number;
                            place: {
                                /** @description The headings that it stands under, from the outermost. */
                                headings: string[];
                                page?: number;
                                /** @description As the spreadsheet counts, from 1. */
                                row?: number;
                                sheet?: string;
                                slide?: number;
                            };
                        }[];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    downloadKnowledge: {
        parameters: {
            query?: {
                /** @description Until when it opens. */
                expires?: string;
                /** @description Over all of these: a URL that was changed is a 404. */
                signature?: string;
                /** @description For whom it was signed, where it is for one person. */
                user?: string;
                /** @description `file` (the default) or `thumbnail`. */
                variant?: string;
                /** @description For whom it was signed, where it is for one visitor. */
                visitor?: string;
                /** @description Whose file it is; of the URL, as the others here. */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description A file's id: UUID or TypeID. */
                id: string;
                /** @description The file’s name, as the URL has it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    searchKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description Search these documents alone. */
                    document_ids?: string[];
                    /**
                     * @description How many passages at most.
                     * @default 10
                     */
                    limit?: number;
                    query: string;
                    /** @description Search what this twin knows: its own documents beside the workspace’s. */
                    twin_id?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["KnowledgePassage"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    uploadKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 29696 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A text, in place of a file: one of the two must be given. */
                    content?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    title?: string;
                    /** @description The twin that alone is to know it. */
                    twin_id?: string;
                    /**
                     * @description What a text in `content` is; `text` if not given. A file says so itself, and this is ignored.
                     * @enum {string}
                     */
                    type?: "text" | "markdown" | "csv" | "html" | "text/plain" | "text/markdown" | "text/csv" | "text/html";
                };
                "multipart/form-data": {
                    /** @description A text, in place of a file: one of the two must be given. */
                    content?: string;
                    file?: Blob[];
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    title?: string;
                    /** @description The twin that alone is to know it. */
                    twin_id?: string;
                    /**
                     * @description What a text in `content` is; `text` if not given. A file says so itself, and this is ignored.
                     * @enum {string}
                     */
                    type?: "text" | "markdown" | "csv" | "html" | "text/plain" | "text/markdown" | "text/csv" | "text/html";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["KnowledgeDocument"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listTenantAgents: {
        parameters: {
            query?: {
                status?: "active" | "inactive";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agents: components["schemas"]["TenantAgent"][];
                        invitations: components["schemas"]["AgentInvitation"][];
                    };
                };
            };
        };
    };
    inviteTenantAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace",
                 *       "email": "grace@example.com"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentInvitation"];
                };
            };
        };
    };
    updateTenantAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description So many open conversations they have before none is given to them automatically; null for as many as the workspace says. */
                    capacity: number | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description So many open conversations they have before none is given to them automatically; null for as many as the workspace says. */
                        capacity: number | null;
                    };
                };
            };
        };
    };
    deactivateTenantAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAgent"];
                };
            };
        };
    };
    reactivateTenantAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A user's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAgent"];
                };
            };
        };
    };
    listWidgetKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        apiKeys: components["schemas"]["WidgetKey"][];
                    };
                };
            };
        };
    };
    createWidgetKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    /** @description Where the widget may be embedded: at most 100 domains, such as `shop.example`, or `*.shop.example` for all beneath it. Also as JSON in a string. An empty list allows any. */
                    domains?: string[];
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                    siteId?: string | null;
                    /**
                     * @default ACTIVE
                     * @enum {string}
                     */
                    status?: "ACTIVE" | "INACTIVE";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        /** @description Where it works, as a JSON array in a string; an empty array is anywhere. */
                        domains: string;
                        id: string;
                        /** @description The SHA-256 of `plainKey`, in hex. */
                        keyHash: string;
                        /** @description The first characters of the key, to recognise it by. */
                        keyPrefix: string;
                        lastUsedAt: string | null;
                        name: string;
                        plainKey: string;
                        /** @description The site that its visitors are of. */
                        siteId: string | null;
                        /** @enum {string} */
                        status: "ACTIVE" | "INACTIVE";
                    };
                };
            };
        };
    };
    deleteWidgetKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A API key's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateWidgetKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A API key's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Where the widget may be embedded: at most 100 domains, such as `shop.example`, or `*.shop.example` for all beneath it. Also as JSON in a string. An empty list allows any. */
                    domains?: string[];
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    siteId?: string | null;
                    /** @enum {string} */
                    status?: "ACTIVE" | "INACTIVE";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WidgetKey"];
                };
            };
        };
    };
    listTenantAttributes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attributes: components["schemas"]["Attribute"][];
                    };
                };
            };
        };
    };
    createAttribute: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    choices?: string[];
                    /**
                     * @description Whether widgets may set it. Whatever they send is what the visitor’s browser says, and so the visitor’s own claim, also of one whose identity is proven: `hash` proves `externalId` alone.
                     * @default false
                     */
                    isVisitorClaim?: boolean;
                    key: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    label: string;
                    /**
                     * @description A text is one line of 200 characters, a date `YYYY-MM-DD`, a choice one of `choices`.
                     * @enum {string}
                     */
                    type: "text" | "number" | "boolean" | "date" | "choice";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attribute"];
                };
            };
        };
    };
    deleteAttribute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A attribute's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateAttribute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A attribute's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    choices?: string[];
                    /** @description Whether widgets may set it. Whatever they send is what the visitor’s browser says, and so the visitor’s own claim, also of one whose identity is proven: `hash` proves `externalId` alone. */
                    isVisitorClaim?: boolean;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    label?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attribute"];
                };
            };
        };
    };
    listBlocks: {
        parameters: {
            query?: {
                /** @description A block's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        blocks: components["schemas"]["Block"][];
                    };
                };
            };
        };
    };
    createBlock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description `null`: until it is removed.
                     * @default null
                     */
                    expiresInHours?: number | null;
                    /** @enum {string} */
                    kind: "visitor" | "address" | "email";
                    /** @default null */
                    reason?: string | null;
                    value: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Block"];
                };
            };
        };
    };
    deleteBlock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A block's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listTenantConversations: {
        parameters: {
            query?: {
                agentId?: "all" | string;
                /** @description A conversation's id: UUID or TypeID. */
                before?: string;
                /** @description Whether a goal of its `sla` was missed since it was opened. */
                breached?: boolean | string;
                /** @description A label's id: UUID or TypeID. */
                label?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
                priority?: "LOW" | "MEDIUM" | "HIGH" | "URGENT";
                search?: string;
                /** @description A site's id: UUID or TypeID. */
                siteId?: string;
                snoozed?: boolean | string;
                /** @description `longest_waiting`: those that wait and are not put off, since when they have waited. */
                sort?: "last_updated" | "longest_waiting";
                status?: "WAITING" | "ACTIVE" | "CLOSED" | "all";
                /** @description A team's id: UUID or TypeID. */
                teamId?: string;
                updated_after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agentStats: {
                            active: number;
                            agentId: string;
                            closed: number;
                            name: string;
                            /** @description Messages of visitors that nobody has read. */
                            unread: number;
                            waiting: number;
                        }[];
                        conversations: components["schemas"]["Conversation"][];
                        limit: number;
                        offset: number;
                        total: number;
                    };
                };
            };
        };
    };
    getTenantConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    deleteTenantConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        erasureId: string;
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateTenantConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    isSnoozed?: boolean;
                    labelIds?: string[];
                    priority?: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
                    /**
                     * Format: date-time
                     * @description With `isSnoozed`; without it, until its visitor writes.
                     */
                    snoozedUntil?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    assignTenantConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "agentId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A user's id: UUID or TypeID. */
                    agentId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    markTenantConversationRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    mergeTenantConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "conversationId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description The conversation that is merged into this one. */
                    conversationId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    listTenantMessages: {
        parameters: {
            query?: {
                /** @description Those after this `seq` alone; `page` is not looked at then. */
                after_seq?: number;
                /** @description How many a page has at most. */
                limit?: number;
                page?: number;
            };
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        limit: number;
                        messages: components["schemas"]["DeskMessage"][];
                        page: number;
                        total: number;
                    };
                };
            };
        };
    };
    resolveTenantConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    updateTenantConversationStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "WAITING"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    status: "WAITING" | "ACTIVE" | "CLOSED";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationDetails"];
                };
            };
        };
    };
    actOnTenantConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    actions: ({
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "addLabel";
                    } | {
                        /** @description A label's id: UUID or TypeID. */
                        labelId: string;
                        /** @constant */
                        type: "removeLabel";
                    } | {
                        priority: ("LOW" | "MEDIUM" | "HIGH" | "URGENT") | null;
                        /** @constant */
                        type: "setPriority";
                    } | {
                        /** @description Null: until its visitor writes. */
                        minutes: number | null;
                        /** @constant */
                        type: "snooze";
                    } | {
                        /** @description Null: to whoever does it. */
                        agentId: string | null;
                        /** @constant */
                        type: "assign";
                    } | {
                        /** @description A team's id: UUID or TypeID. */
                        teamId: string;
                        /** @constant */
                        type: "assignTeam";
                    } | {
                        /** @constant */
                        type: "resolve";
                    })[];
                    ids: string[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            id: string;
                            /** @enum {string} */
                            outcome: "done" | "not_found" | "conflict";
                        }[];
                    };
                };
            };
        };
    };
    listErasures: {
        parameters: {
            query?: {
                /** @description A erasure's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        erasures: components["schemas"]["Erasure"][];
                    };
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A erasure's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        completedAt: string | null;
                        copies: {
                            /** @description How many were removed. */
                            count: number;
                            /**
                             * @description `conversations`: conversations, with their search entries, analyses and places in queues; `messages`: messages of all sides; `notes`: what agents wrote to each other; `ratings`: ratings with their comments; the scores stay in the sums of agents, which name nobody; `files`: files that were sent; `mail_threads`: what is known of a conversation’s mails, and the digests of those that came in; `answers`: answers that are kept for 24 hours for repeated requests; `visitors`: what is known of a visitor, their sessions and pages; `mail_addresses`: what is counted of a visitor’s mail addresses, each known by its SHA-256; `blocks`: blocks of a visitor; those of an address stay, since the workspace wants nothing from there; `outbox_rows`: events and jobs that have not been published yet; `jobs`: jobs that have not ended: mails and notifications that wait, analyses, answers of AI; `webhook_events`: events that are kept for the workspace’s webhooks, with their deliveries; what a receiver was sent is not ours to erase; `kept_mails`: mails that are kept because no SMTP server is configured; `file_contents`: the bytes of files and of their previews in the file storage.
                             * @enum {string}
                             */
                            kind: "conversations" | "messages" | "notes" | "ratings" | "files" | "mail_threads" | "answers" | "visitors" | "mail_addresses" | "blocks" | "outbox_rows" | "jobs" | "webhook_events" | "kept_mails" | "file_contents";
                            /** @description Why copies are left, of a kind that was refused. */
                            reason: string | null;
                            /** @enum {string} */
                            state: "pending" | "done" | "refused";
                        }[];
                        id: string;
                        receipt: string | null;
                        /** Format: date-time */
                        requestedAt: string;
                        requestedBy: string;
                        /**
                         * @description `partial` where a kind of copy was refused: its `reason` says why, and what one can do.
                         * @enum {string}
                         */
                        state: "running" | "done" | "partial";
                        subject: {
                            id: string;
                            /** @enum {string} */
                            kind: "conversation" | "visitor";
                        };
                    };
                };
            };
        };
    };
    retryErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A erasure's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    createIdentitySecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                    };
                };
            };
        };
    };
    listTenantLabels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        labels: components["schemas"]["Label"][];
                    };
                };
            };
        };
    };
    createLabel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description A colour in hex: `#2f5d50`.
                     * @default #64748b
                     */
                    color?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
        };
    };
    deleteLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A label's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A label's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A colour in hex: `#2f5d50`. */
                    color?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Label"];
                };
            };
        };
    };
    getTenantReport: {
        parameters: {
            query?: {
                /** @description Six days before `to` if not given. */
                from?: string;
                interval?: "day" | "hour";
                /** @description Today if not given. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskReport"];
                };
            };
        };
    };
    downloadTenantReport: {
        parameters: {
            query?: {
                /** @description Six days before `to` if not given. */
                from?: string;
                interval?: "day" | "hour";
                /** @description Today if not given. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    listSites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sites: components["schemas"]["Site"][];
                    };
                };
            };
        };
    };
    createSite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description Without scheme, port and path; an international name is kept as punycode. */
                    domain: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    getSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A site's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    deleteSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A site's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A site's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Without scheme, port and path; an international name is kept as punycode. */
                    domain?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Site"];
                };
            };
        };
    };
    listTenantTeams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        teams: components["schemas"]["Team"][];
                    };
                };
            };
        };
    };
    createTeam: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    memberIds?: string[];
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    deleteTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A team's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateTeam: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A team's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    memberIds?: string[];
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    listTenantVisitors: {
        parameters: {
            query?: {
                /** @description Those who have this very value: `plan:pro`, `seats:12`, `is_trial:true`. */
                attribute?: string;
                /** @description A visitor's id: UUID or TypeID. */
                before?: string;
                isOnline?: boolean | string;
                /** @description How many a page has at most. */
                limit?: number;
                page?: number;
                search?: string;
                /** @description A site's id: UUID or TypeID. */
                siteId?: string;
                /** @description The field may be repeated. */
                tags?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        limit: number;
                        page: number;
                        stats: {
                            online: number;
                            returning: number;
                            total: number;
                        };
                        total: number;
                        visitors: components["schemas"]["Visitor"][];
                    };
                };
            };
        };
    };
    getTenantVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorDetails"];
                };
            };
        };
    };
    deleteTenantVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        erasureId: string;
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateTenantVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A visitor's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    attributes?: {
                        [key: string]: string | number | boolean | null;
                    };
                    notes?: string | null;
                    tags?: string[];
                    userEmail?: string | null;
                    userName?: string | null;
                    userPhone?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Visitor"];
                };
            };
        };
    };
    getTenantWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskWorkspace"];
                };
            };
        };
    };
    updateTenantWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    companyName?: string | null;
                    contactEmail?: string | null;
                    /** @enum {string} */
                    language?: "en" | "tr" | "de" | "es";
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    /** @description A merge patch (RFC 7396) of the settings. */
                    settings?: {
                        ai?: ({
                            /** @description Whether AI answers visitors who wait, from public knowledge, until a person does. Default: false; nor does it where the operator has turned the desk’s AI off. */
                            firstResponse?: boolean | null;
                            /** @description Below it AI hands over to people instead. Default: 0.6. */
                            minConfidence?: number | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        hours?: ({
                            /** @description The message to visitors who write while it is closed, by language; a text of ours if not given. */
                            awayMessage?: {
                                [key: string]: string | null;
                            } | null;
                            /** @description When the desk is open on each day of the week, in the workspace’s time zone. One that is not given is closed; always open without any `days`. What goes on after midnight closes at 24:00, and opens at 00:00. Where a clock is set back over it, an opening is the first of both times, a closing the last; where it is set forward, a time that there is not is as much later. */
                            days?: {
                                [key: string]: {
                                    closes: string;
                                    opens: string;
                                }[] | null;
                            } | null;
                            /** @description Dates with hours of their own, closed without `spans`: at most 100. */
                            holidays?: {
                                /** Format: date */
                                date: string;
                                /** @default [] */
                                spans?: {
                                    closes: string;
                                    opens: string;
                                }[];
                            }[] | null;
                            /** @description Whether they are sent one. Default: true. */
                            isAwayMessageSent?: boolean | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        notifications?: ({
                            agentSound?: boolean | null;
                            visitorSound?: boolean | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        routing?: ({
                            /** @description So many open conversations an agent has before none is given to them, unless the agent has a capacity of their own (`PATCH /api/tenant/agents/:id`); 5 if not given. */
                            capacity?: number | null;
                            /** @description `roundRobin`: to whom was given one longest ago; `leastBusy`: to who has the fewest. Agents are connected, `online`, of the team that it waits for, and have less than `capacity`. `off`, if not given. Where AI answers visitors (`ai.firstResponse`), it goes first: what it hands over, or has not answered within a minute, is assigned; what it has answered waits for its visitor, or for whoever takes it. */
                            mode?: ("off" | "roundRobin" | "leastBusy") | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        sla?: ({
                            /** @description Until an agent writes, from when the conversation is opened or reopened. */
                            firstResponse?: {
                                [key: string]: number | null;
                            } | null;
                            /** @description Until it is closed, from then on. */
                            resolution?: {
                                [key: string]: number | null;
                            } | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        widget?: ({
                            /** @description The company’s colour, of areas as it is, with black or white on it; texts in it are made dark or light enough to be read. */
                            color?: string | null;
                            /** @description What it says beside the launcher to who has not asked for anything; the first for the page counts. */
                            greetings?: {
                                /** @description How long somebody has been on the page. */
                                afterSeconds: number;
                                /** @description Paths on which it greets, `*` for anything; every page without any. */
                                pages?: string[];
                                text: string;
                            }[] | null;
                            /** @description In place of “Hi there”. */
                            heading?: string | null;
                            /** @description In place of “How can we help?”. */
                            introduction?: string | null;
                            /** @description Of any server, which sees who opens the widget, but not on which page. */
                            logoUrl?: string | null;
                            /** @description What a visitor is asked for before their first message. */
                            preChat?: {
                                /** @enum {string} */
                                field: "name" | "email" | "phone";
                                /** @default false */
                                isRequired?: boolean;
                            }[] | null;
                            /** @description In which corner of the page it is. */
                            side?: ("left" | "right") | null;
                            theme?: ("system" | "light" | "dark") | null;
                            /** @description What stands at its top; the workspace’s name if not given. */
                            title?: string | null;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                    } & {
                        [key: string]: unknown;
                    };
                    timezone?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskWorkspace"];
                };
            };
        };
    };
    sendChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 32768 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    attachments?: {
                        id?: string;
                        /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                        name: string;
                        size?: number;
                        type?: string;
                        url: string;
                    }[];
                    /** @description A channel that the caller can write to: question and answer are stored in it, and its last messages are the context. */
                    channelId?: string;
                    /** @description What the answer may build on: results of tools, metadata, earlier state. Taken as data. */
                    context?: {
                        [key: string]: unknown;
                    };
                    /** @default false */
                    debug?: boolean;
                    /** @description Pictures for an engine that sees them: at most 5 MB each, and 20 MB together. */
                    images?: {
                        base64: string;
                        filename: string;
                        /** @enum {string} */
                        mediaType: "image/jpeg" | "image/png" | "image/gif" | "image/webp";
                    }[];
                    /** @description The question. */
                    message: string;
                    /**
                     * @description `research` searches the web; `image` and `video` make a picture or a video of what `message` describes.
                     * @default chat
                     * @enum {string}
                     */
                    messageType?: "chat" | "research" | "image" | "video";
                    /** @description One of the configured models. */
                    model?: string;
                    /** @description Who answers this question: a twin’s handle or id, or a built-in personality; `lvng` if not given. Another one goes on with the same conversation, and reads what was said in it. */
                    personality?: string;
                    /**
                     * @description Where it was asked: `api`, `discord`, `slack`, `web`, `alexa`. A label.
                     * @default api
                     */
                    platform?: string;
                    /** @description A question of that conversation which this one takes the place of: the conversation goes on from there, and the earlier question and what followed are kept as its earlier version. */
                    replaces?: string;
                    /** @description The private conversation to go on with, where no channel is given; an unknown id begins one. Without it, the one of the caller and `userId`, the same whoever answers. */
                    sessionId?: string;
                    /** @default false */
                    streaming?: boolean;
                    /** @description A root in `channelId`: question and answer are replies in its thread. */
                    threadId?: string;
                    /** @default false */
                    useFirecrawl?: boolean;
                    /** @description Whom it was asked for. A label: it scopes the conversation and grants nothing. A caller’s labels share their rate limit. */
                    userId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatAnswer"];
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Scout",
                 *       "personality": "You know where everything is, and say it in one sentence."
                 *     }
                 */
                "application/json": {
                    /** @default null */
                    avatar_url?: string | null;
                    /** @description What mentions it after `@`: letters and digits of one script, with single dots, dashes or underscores between them, at most 50 characters. Stored in lower case, as mentions are compared. */
                    handle?: string;
                    /** @default null */
                    model?: string | null;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                    /** @default null */
                    personality?: string | null;
                    /** @default null */
                    system_prompt?: string | null;
                    tools?: string[] | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "personality": "You are terse."
                 *     }
                 */
                "application/json": {
                    avatar_url?: string | null;
                    /** @description What mentions it after `@`: letters and digits of one script, with single dots, dashes or underscores between them, at most 50 characters. Stored in lower case, as mentions are compared. */
                    handle?: string;
                    model?: string | null;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    personality?: string | null;
                    system_prompt?: string | null;
                    tools?: string[] | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    messageAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "What should we build next?"
                 *     }
                 */
                "application/json": {
                    message: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AgentMessage"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listAgentVersions: {
        parameters: {
            query?: {
                before?: number;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TwinVersion"][];
                        meta: {
                            has_more: boolean;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    restoreAgentVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    current_password?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                    /**
                     * @default [
                     *       "read",
                     *       "write"
                     *     ]
                     */
                    scopes?: ("read" | "write" | "execute" | "admin" | "knowledge:read" | "knowledge:write")[];
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            id: string;
                            key: string;
                            /** @description The first characters of the key, to recognise it by. */
                            key_prefix: string;
                            /** @description Kept to the minute. */
                            last_used_at: string | null;
                            name: string;
                            scopes: ("read" | "write" | "execute" | "admin" | "knowledge:read" | "knowledge:write")[];
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A API key's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
                /** @description `cancelled`: its run ended without it. */
                status?: "pending" | "approved" | "denied" | "expired" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Where the answer goes; null in a private conversation. */
                            channel_id: string | null;
                            /** Format: date-time */
                            created_at: string;
                            decided_at: string | null;
                            decided_by: string | null;
                            /** Format: date-time */
                            expires_at: string;
                            /** Format: uuid */
                            id: string;
                            /** @description What AI wants to call it with: nobody has checked it. */
                            input: unknown;
                            /**
                             * @description Why it is asked: the tool’s permission, which is also that of a search whose words are not the person’s, or an address that neither the person nor a search named.
                             * @enum {string}
                             */
                            reason: "permission" | "untrusted_url";
                            /** Format: uuid */
                            run_id: string;
                            /**
                             * @description `cancelled`: its run ended without it.
                             * @enum {string}
                             */
                            status: "pending" | "approved" | "denied" | "expired" | "cancelled";
                            tool: string;
                            /**
                             * Format: uuid
                             * @description Who asked AI.
                             */
                            user_id: string;
                        }[];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A approval's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Where the answer goes; null in a private conversation. */
                            channel_id: string | null;
                            /** Format: date-time */
                            created_at: string;
                            decided_at: string | null;
                            decided_by: string | null;
                            /** Format: date-time */
                            expires_at: string;
                            /** Format: uuid */
                            id: string;
                            /** @description What AI wants to call it with: nobody has checked it. */
                            input: unknown;
                            /**
                             * @description Why it is asked: the tool’s permission, which is also that of a search whose words are not the person’s, or an address that neither the person nor a search named.
                             * @enum {string}
                             */
                            reason: "permission" | "untrusted_url";
                            /** Format: uuid */
                            run_id: string;
                            /**
                             * @description `cancelled`: its run ended without it.
                             * @enum {string}
                             */
                            status: "pending" | "approved" | "denied" | "expired" | "cancelled";
                            tool: string;
                            /**
                             * Format: uuid
                             * @description Who asked AI.
                             */
                            user_id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    decideApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A approval's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "approve"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "deny";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Where the answer goes; null in a private conversation. */
                            channel_id: string | null;
                            /** Format: date-time */
                            created_at: string;
                            decided_at: string | null;
                            decided_by: string | null;
                            /** Format: date-time */
                            expires_at: string;
                            /** Format: uuid */
                            id: string;
                            /** @description What AI wants to call it with: nobody has checked it. */
                            input: unknown;
                            /**
                             * @description Why it is asked: the tool’s permission, which is also that of a search whose words are not the person’s, or an address that neither the person nor a search named.
                             * @enum {string}
                             */
                            reason: "permission" | "untrusted_url";
                            /** Format: uuid */
                            run_id: string;
                            /**
                             * @description `cancelled`: its run ended without it.
                             * @enum {string}
                             */
                            status: "pending" | "approved" | "denied" | "expired" | "cancelled";
                            tool: string;
                            /**
                             * Format: uuid
                             * @description Who asked AI.
                             */
                            user_id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    downloadArchive: {
        parameters: {
            query?: {
                /** @description Until when it opens. */
                expires?: string;
                /** @description Over all of these: a URL that was changed is a 404. */
                signature?: string;
                /** @description For whom it was signed, where it is for one person. */
                user?: string;
                /** @description `file` (the default) or `thumbnail`. */
                variant?: string;
                /** @description For whom it was signed, where it is for one visitor. */
                visitor?: string;
                /** @description Whose file it is; of the URL, as the others here. */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description A file's id: UUID or TypeID. */
                id: string;
                /** @description The file’s name, as the URL has it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description One action, or all of an area: `member.removed`, `member`. */
                action?: string;
                /** @description Only what this person did. */
                actor?: string;
                /** @description A entry of the audit log's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description Not before this time. */
                since?: string;
                /** @description Only what was done to the thing with this id. */
                target?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEntry"][];
                        meta: {
                            has_more: boolean;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    downloadAuditLog: {
        parameters: {
            query?: {
                /** @description One action, or all of an area: `member.removed`, `member`. */
                action?: string;
                /** @description Only what this person did. */
                actor?: string;
                /** @description Not before this time. */
                since?: string;
                /** @description Only what was done to the thing with this id. */
                target?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    uploadAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 5184 KiB. */
        requestBody: {
            content: {
                "multipart/form-data": {
                    avatar: Blob[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            avatar_url: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A file's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    getForeignAvatar: {
        parameters: {
            query: {
                url: string;
            };
            header?: never;
            path: {
                signature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    listBudgets: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Budget"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    putBudget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    hard_usd?: number | null;
                    /** @default null */
                    soft_usd?: number | null;
                    /** @description Null for the budget of the workspace. */
                    twin_id?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Budget"] | null;
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query: {
                /** @description Only archived channels, or only those that are not. */
                is_archived?: boolean | string;
                /** @description Only direct messages the caller has closed, or all but those. */
                is_hidden?: boolean | string;
                /** @description Only channels the caller is a member of, or only others. */
                is_member?: boolean | string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description Only channels that are called so: at most 50; the field may be repeated, or hold several between commas. */
                names?: string[];
                /** @description How many come before the page. */
                offset?: number;
                /** @description Only channels in whose name, display name, topic or description this is said, whatever its case. */
                query?: string;
                sort?: "name" | "last_message";
                /** @description Only channels of this type. */
                type?: "text" | "voice" | "thread" | "dm";
                /** @description A workspace's id: UUID or TypeID. */
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: components["schemas"]["MyChannel"][];
                        pagination: {
                            hasMore: boolean;
                            limit: number;
                            offset: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "workspace_id": "550e8400-e29b-41d4-a716-446655440000",
                 *       "name": "product-launches",
                 *       "display_name": "Product Launches",
                 *       "channel_type": "text",
                 *       "is_private": false
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    channel_type: "text" | "voice" | "thread" | "dm";
                    description?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    display_name?: string;
                    /** @default false */
                    is_private?: boolean;
                    /** @description Whom to bring along; of a dm, the other participants. */
                    member_ids?: string[];
                    name?: string;
                    /** @description A channel's id: UUID or TypeID. */
                    parent_channel_id?: string;
                    topic?: string;
                    /** @description A workspace's id: UUID or TypeID. */
                    workspace_id: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channel: components["schemas"]["Channel"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channel: components["schemas"]["Channel"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channel: components["schemas"]["MyChannel"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        message: "Channel deleted successfully";
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "display_name": "General Discussion",
                 *       "topic": "Weekly standup notes and general chat"
                 *     }
                 */
                "application/json": {
                    channel_type?: unknown;
                    description?: string | null;
                    display_name?: string | null;
                    is_archived?: boolean;
                    is_private?: unknown;
                    name?: unknown;
                    parent_channel_id?: unknown;
                    topic?: string | null;
                    workspace_id?: unknown;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channel: components["schemas"]["MyChannel"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listChannelFiles: {
        parameters: {
            query?: {
                /** @description A message's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        has_more: boolean;
                        messages: components["schemas"]["Message"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    setChannelHidden: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    hidden: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hidden: boolean;
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    inviteToChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "alex@example.com"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        member?: components["schemas"]["ChannelMembership"];
                        /** @enum {string} */
                        status: "added" | "already_member" | "invited";
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    joinChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        member: components["schemas"]["ChannelMembership"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    leaveChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        member: components["schemas"]["ChannelMembership"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listChannelMembers: {
        parameters: {
            query?: {
                /** @description A user's id: UUID or TypeID. */
                after?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        members: components["schemas"]["ChannelMember"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    addChannelMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A user's id: UUID or TypeID. */
                    user_id: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        member: components["schemas"]["ChannelMembership"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    removeChannelMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
                /** @description A user's id: UUID or TypeID. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        message: "Member removed successfully";
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateChannelMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
                /** @description A user's id: UUID or TypeID. */
                userId: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    role: "admin" | "member";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        member: components["schemas"]["ChannelMembership"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    addChannelMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    user_ids: string[];
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        added: number;
                        members: components["schemas"]["ChannelMembership"][];
                        not_found: string[];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    pinChannelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
                /** @description A message's id: UUID or TypeID. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: components["schemas"]["Message"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    unpinChannelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
                /** @description A message's id: UUID or TypeID. */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: components["schemas"]["Message"];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    setNotificationLevel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "level": "all"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    level: "all" | "mentions" | "none";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        level: "all" | "mentions" | "none";
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listPins: {
        parameters: {
            query?: {
                /** @description A message's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        count: number;
                        pins: components["schemas"]["Message"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "last_read_message_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A message's id: UUID or TypeID. */
                    last_read_message_id: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        last_read_message_id: string | null;
                        /** @constant */
                        success: true;
                        unread_count: number;
                    };
                };
            };
        };
    };
    listReadMarkers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        markers: components["schemas"]["ReadMarker"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getChannelRetention: {
        parameters: {
            query?: {
                /** @description Also count what is older than so many days, and would be deleted. */
                preview_days?: number;
            };
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChannelRetention"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    setChannelRetention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": 30
                 *     }
                 */
                "application/json": {
                    /** @description For how many days messages are kept, 1 to 3650; null: for ever. */
                    days: number | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChannelRetention"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    resetChannelRetention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChannelRetention"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listChannelTwins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        twins: components["schemas"]["AssignedTwin"][];
                    };
                };
            };
        };
    };
    assignTwin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ai_twin_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A twin's id: UUID or TypeID. */
                    ai_twin_id: string;
                    /**
                     * @default on-demand
                     * @enum {string}
                     */
                    participation_mode?: "active" | "passive" | "on-demand";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                        twin: components["schemas"]["TwinAssignment"];
                    };
                };
            };
        };
    };
    removeTwin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
                /** @description A twin's id: UUID or TypeID. */
                twinId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    markUnread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from_message_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A message's id: UUID or TypeID. */
                    from_message_id: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        last_read_message_id: string | null;
                        /** @constant */
                        success: true;
                        unread_count: number;
                    };
                };
            };
        };
    };
    markAllRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A workspace's id: UUID or TypeID. */
                    workspace_id?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channel_ids: string[];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listUnread: {
        parameters: {
            query: {
                /** @description A workspace's id: UUID or TypeID. */
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: {
                            /** Format: uuid */
                            channel_id: string;
                            last_read_message_id: string | null;
                            mention_count: number;
                            unread_count: number;
                        }[];
                        /** @constant */
                        success: true;
                        /** @description Threads that the caller follows and has not read to their end; exact to 1,000. */
                        unread_threads: number;
                    };
                };
            };
        };
    };
    downloadChatFile: {
        parameters: {
            query?: {
                /** @description Until when it opens. */
                expires?: string;
                /** @description Over all of these: a URL that was changed is a 404. */
                signature?: string;
                /** @description For whom it was signed, where it is for one person. */
                user?: string;
                /** @description `file` (the default) or `thumbnail`. */
                variant?: string;
                /** @description For whom it was signed, where it is for one visitor. */
                visitor?: string;
                /** @description Whose file it is; of the URL, as the others here. */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description A file's id: UUID or TypeID. */
                id: string;
                /** @description The file’s name, as the URL has it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description A run's id: UUID or TypeID. */
                before?: string;
                /** @description A channel's id: UUID or TypeID. */
                channel_id?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Run"][];
                        meta: {
                            limit: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Run"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    rateRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    comment?: string | null;
                    rating: 1 | -1;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            comment: string | null;
                            rating: 1 | -1;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    retryRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * Format: uuid
                             * @description The new run: its stream can be received by this id.
                             */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listChatSessions: {
        parameters: {
            query?: {
                /** @description A private conversation's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChatSession"][];
                        meta: {
                            has_more: boolean;
                            limit: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteChatSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A private conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: null;
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateChatSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A private conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A message of it: the newest conversation with this message is shown from now on, and gone on with. */
                    head_message_id?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    title?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChatSession"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listChatMessages: {
        parameters: {
            query?: {
                /** @description A message's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A private conversation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ChatMessage"][];
                        meta: {
                            has_more: boolean;
                            limit: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    streamChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 32768 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description A channel that the caller can write to: question and answer are stored in it, and its last messages are the context. */
                    channelId?: string;
                    /** @description What the answer may build on: results of tools, metadata, earlier state. Taken as data. */
                    context?: {
                        [key: string]: unknown;
                    };
                    /** @description Pictures for an engine that sees them: at most 5 MB each, and 20 MB together. */
                    images?: {
                        base64: string;
                        filename: string;
                        /** @enum {string} */
                        mediaType: "image/jpeg" | "image/png" | "image/gif" | "image/webp";
                    }[];
                    /** @description The question. */
                    message: string;
                    /**
                     * @description `research` searches the web; `image` and `video` make a picture or a video of what `message` describes.
                     * @default chat
                     * @enum {string}
                     */
                    messageType?: "chat" | "research" | "image" | "video";
                    /** @description One of the configured models. */
                    model?: string;
                    /** @description Who answers this question: a twin’s handle or id, or a built-in personality; `lvng` if not given. Another one goes on with the same conversation, and reads what was said in it. */
                    personality?: string;
                    /**
                     * @description Where it was asked: `api`, `discord`, `slack`, `web`, `alexa`. A label.
                     * @default api
                     */
                    platform?: string;
                    /** @description A question of that conversation which this one takes the place of: the conversation goes on from there, and the earlier question and what followed are kept as its earlier version. */
                    replaces?: string;
                    /** @description The private conversation to go on with, where no channel is given; an unknown id begins one. Without it, the one of the caller and `userId`, the same whoever answers. */
                    sessionId?: string;
                    /** @description A root in `channelId`: question and answer are replies in its thread. */
                    threadId?: string;
                    /** @description Whom it was asked for. A label: it scopes the conversation and grants nothing. A caller’s labels share their rate limit. */
                    userId?: string;
                    /** @description Must be the token’s (404 otherwise). */
                    workspaceId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        data: {
                            /** @description As an error answer would have it, or `context_exceeded`, `budget_exceeded`. */
                            code: string;
                            message: string;
                            /** Format: uuid */
                            streamId: string;
                        };
                        /** @constant */
                        event: "error";
                        id?: string;
                    } | {
                        data: {
                            /** Format: uuid */
                            streamId: string;
                            /** Format: date-time */
                            timestamp: string;
                        };
                        /** @constant */
                        event: "connected";
                        id?: string;
                    } | {
                        data: {
                            /** @description Characters of the answer so far, this piece included. */
                            accumulated_length: number;
                            content: string;
                        };
                        /** @constant */
                        event: "text_delta";
                        id?: string;
                    } | {
                        data: {
                            /** Format: date-time */
                            timestamp: string;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_start";
                        id?: string;
                    } | {
                        data: {
                            input: unknown;
                            tool: string;
                        };
                        /** @constant */
                        event: "tool_call";
                        id?: string;
                    } | {
                        /** @description The call waits for a person: `POST /api/v2/approvals/:id`. Beyond what is documented elsewhere. */
                        data: {
                            /** Format: uuid */
                            approvalId: string;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_approval";
                        id?: string;
                    } | {
                        data: {
                            duration: number;
                            /** @description The beginning of what the tool answered. */
                            resultPreview: string;
                            /** @description What it found that has an id; the answer may name it. Beyond what is documented elsewhere. */
                            sources?: components["schemas"]["AnswerSource"][];
                            tool: string;
                        };
                        /** @constant */
                        event: "tool_result";
                        id?: string;
                    } | {
                        data: {
                            duration: number;
                            success: boolean;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_complete";
                        id?: string;
                    } | {
                        data: {
                            /** @description The picture or video that was made; they are those of the answer’s message. Empty for any other answer. */
                            attachments: components["schemas"]["Attachment"][];
                            /** @description How well what was found answers the question, from 0 to 1: 0 where nothing was found, or there is no answer; 0.5 where nothing was looked up for it. */
                            confidence: number;
                            metadata: {
                                /** @description False: answers rest on passages of documents. The graph is a list of its own, `/api/knowledge-graph`. */
                                knowledgeGraphQueried: boolean;
                                /** @description The model that answered; `local` where none is configured. */
                                model: string | null;
                                /**
                                 * @description Why the answer ends where it does; `stopped` by a person.
                                 * @enum {string}
                                 */
                                stopReason: "end" | "max_tokens" | "stop_sequence" | "refusal" | "context_exceeded" | "too_many_tools" | "stopped" | "other";
                                toolsUsed: string[];
                            };
                            personality: string;
                            /** @description Markdown. Images that are elsewhere are links in it. HTML in it is text that the model wrote, such as an `<img>` that would load something: Parley’s own clients show it as text, and whoever else shows it escapes it. Of a longer answer in a channel, the message there has the first 40,000 characters. */
                            reply: string;
                            responseTime: number;
                            /** @description What it rests on: of what its tools have found, what its text names by id, in that order. */
                            sources: components["schemas"]["AnswerSource"][];
                            /** Format: uuid */
                            streamId: string;
                            toolsUsed: string[];
                        };
                        /** @constant */
                        event: "done";
                        id?: string;
                    };
                };
            };
        };
    };
    resumeChatStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run's id: UUID or TypeID. */
                streamId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        data: {
                            /** @description As an error answer would have it, or `context_exceeded`, `budget_exceeded`. */
                            code: string;
                            message: string;
                            /** Format: uuid */
                            streamId: string;
                        };
                        /** @constant */
                        event: "error";
                        id?: string;
                    } | {
                        data: {
                            /** Format: uuid */
                            streamId: string;
                            /** Format: date-time */
                            timestamp: string;
                        };
                        /** @constant */
                        event: "connected";
                        id?: string;
                    } | {
                        data: {
                            /** @description Characters of the answer so far, this piece included. */
                            accumulated_length: number;
                            content: string;
                        };
                        /** @constant */
                        event: "text_delta";
                        id?: string;
                    } | {
                        data: {
                            /** Format: date-time */
                            timestamp: string;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_start";
                        id?: string;
                    } | {
                        data: {
                            input: unknown;
                            tool: string;
                        };
                        /** @constant */
                        event: "tool_call";
                        id?: string;
                    } | {
                        /** @description The call waits for a person: `POST /api/v2/approvals/:id`. Beyond what is documented elsewhere. */
                        data: {
                            /** Format: uuid */
                            approvalId: string;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_approval";
                        id?: string;
                    } | {
                        data: {
                            duration: number;
                            /** @description The beginning of what the tool answered. */
                            resultPreview: string;
                            /** @description What it found that has an id; the answer may name it. Beyond what is documented elsewhere. */
                            sources?: components["schemas"]["AnswerSource"][];
                            tool: string;
                        };
                        /** @constant */
                        event: "tool_result";
                        id?: string;
                    } | {
                        data: {
                            duration: number;
                            success: boolean;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_complete";
                        id?: string;
                    } | {
                        data: {
                            /** @description The picture or video that was made; they are those of the answer’s message. Empty for any other answer. */
                            attachments: components["schemas"]["Attachment"][];
                            /** @description How well what was found answers the question, from 0 to 1: 0 where nothing was found, or there is no answer; 0.5 where nothing was looked up for it. */
                            confidence: number;
                            metadata: {
                                /** @description False: answers rest on passages of documents. The graph is a list of its own, `/api/knowledge-graph`. */
                                knowledgeGraphQueried: boolean;
                                /** @description The model that answered; `local` where none is configured. */
                                model: string | null;
                                /**
                                 * @description Why the answer ends where it does; `stopped` by a person.
                                 * @enum {string}
                                 */
                                stopReason: "end" | "max_tokens" | "stop_sequence" | "refusal" | "context_exceeded" | "too_many_tools" | "stopped" | "other";
                                toolsUsed: string[];
                            };
                            personality: string;
                            /** @description Markdown. Images that are elsewhere are links in it. HTML in it is text that the model wrote, such as an `<img>` that would load something: Parley’s own clients show it as text, and whoever else shows it escapes it. Of a longer answer in a channel, the message there has the first 40,000 characters. */
                            reply: string;
                            responseTime: number;
                            /** @description What it rests on: of what its tools have found, what its text names by id, in that order. */
                            sources: components["schemas"]["AnswerSource"][];
                            /** Format: uuid */
                            streamId: string;
                            toolsUsed: string[];
                        };
                        /** @constant */
                        event: "done";
                        id?: string;
                    };
                };
            };
        };
    };
    stopChatStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run's id: UUID or TypeID. */
                streamId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        streamId: string;
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Demo"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    loadDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Demo"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    removeDemo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Demo"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listDrafts: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Draft"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: {
                /** @description For the draft of a reply: any message of the thread. */
                parent_message_id?: string;
            };
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Draft"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    putDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                channelId: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "Hello, everyone."
                 *     }
                 */
                "application/json": {
                    /** @description Files uploaded before, by id: at most 10. The list may also come as JSON in a string. */
                    attachments?: {
                        /** @description A file's id: UUID or TypeID. */
                        id: string;
                    }[] | null;
                    content: string;
                    /** @description For the draft of a reply: any message of the thread. */
                    parent_message_id?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Draft"] | null;
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteDraft: {
        parameters: {
            query?: {
                /** @description For the draft of a reply: any message of the thread. */
                parent_message_id?: string;
            };
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                channelId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: null;
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    downloadFile: {
        parameters: {
            query?: {
                /** @description Until when it opens. */
                expires?: string;
                /** @description Over all of these: a URL that was changed is a 404. */
                signature?: string;
                /** @description For whom it was signed, where it is for one person. */
                user?: string;
                /** @description `file` (the default) or `thumbnail`. */
                variant?: string;
                /** @description For whom it was signed, where it is for one visitor. */
                visitor?: string;
                /** @description Whose file it is; of the URL, as the others here. */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description A file's id: UUID or TypeID. */
                id: string;
                /** @description The file’s name, as the URL has it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    listIncomingWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["IncomingWebhook"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createIncomingWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channelId": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80",
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    /** @default null */
                    avatarUrl?: string | null;
                    /** @description Where its messages go: a channel that the caller can read, and no direct message. */
                    channelId: string;
                    /** @description Who its messages are from, where they do not say so themselves. */
                    name: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            avatarUrl: string | null;
                            /** Format: uuid */
                            channelId: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            createdBy: string;
                            /** Format: uuid */
                            id: string;
                            isActive: boolean;
                            lastUsedAt: string | null;
                            name: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @description What a program posts to. It is a secret, and shown this once. */
                            url: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteIncomingWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateIncomingWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    avatarUrl?: string | null;
                    /** @description Where its messages go: a channel that the caller can read, and no direct message. */
                    channelId?: string;
                    isActive?: boolean;
                    /** @description Who its messages are from, where they do not say so themselves. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["IncomingWebhook"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    regenerateIncomingWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            avatarUrl: string | null;
                            /** Format: uuid */
                            channelId: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            createdBy: string;
                            /** Format: uuid */
                            id: string;
                            isActive: boolean;
                            lastUsedAt: string | null;
                            name: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @description What a program posts to. It is a secret, and shown this once. */
                            url: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listOwnInvitations: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OwnInvitation"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A invitation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workspace"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    declineInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A invitation's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listLinkedAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        linkedAccounts: components["schemas"]["LinkedAccount"][];
                    };
                };
            };
        };
    };
    startAccountLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The account’s id there. */
                    foreignId?: string;
                    /** @description Its handle there, with or without `@`. */
                    handle?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expiresAt: string;
                        foreignId: string;
                        name: string;
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                    };
                };
            };
        };
    };
    unlinkAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** @constant */
                        status: "unlinked";
                    };
                };
            };
        };
    };
    confirmAccountLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedAccount"];
                };
            };
        };
    };
    listMcpServers: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            created_by: string;
                            enabled: boolean;
                            /** @description What it failed with since. */
                            error: string | null;
                            /** @description The headers that were given; never their values. */
                            header_names: string[];
                            /** Format: uuid */
                            id: string;
                            name: string;
                            tool_count: number;
                            /** @description When it was last asked for its tools, and answered. */
                            tools_at: string | null;
                            trusts_read_only: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            url: string;
                        }[];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description Sent with every request, such as `Authorization`. Kept encrypted, and never shown again.
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description It begins the names of its tools: `<name>__<tool>`. Unique in the workspace (409). */
                    name: string;
                    /**
                     * @description Whether its tools that say they only read are used without approval.
                     * @default false
                     */
                    trusts_read_only?: boolean;
                    /**
                     * Format: uri
                     * @description Where it speaks MCP by streamable HTTP. Private addresses only where the operator allows them; redirects are not followed.
                     */
                    url: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            created_by: string;
                            enabled: boolean;
                            /** @description What it failed with since. */
                            error: string | null;
                            /** @description The headers that were given; never their values. */
                            header_names: string[];
                            /** Format: uuid */
                            id: string;
                            name: string;
                            tool_count: number;
                            /** @description When it was last asked for its tools, and answered. */
                            tools_at: string | null;
                            trusts_read_only: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            url: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A MCP server's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            created_by: string;
                            enabled: boolean;
                            /** @description What it failed with since. */
                            error: string | null;
                            /** @description The headers that were given; never their values. */
                            header_names: string[];
                            /** Format: uuid */
                            id: string;
                            name: string;
                            tool_count: number;
                            /** @description When it was last asked for its tools, and answered. */
                            tools_at: string | null;
                            trusts_read_only: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            url: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A MCP server's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: null;
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A MCP server's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    enabled?: boolean;
                    /** @description Sent with every request, such as `Authorization`. Kept encrypted, and never shown again. */
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description It begins the names of its tools: `<name>__<tool>`. Unique in the workspace (409). */
                    name?: string;
                    /** @description Whether its tools that say they only read are used without approval. */
                    trusts_read_only?: boolean;
                    /**
                     * Format: uri
                     * @description Where it speaks MCP by streamable HTTP. Private addresses only where the operator allows them; redirects are not followed.
                     */
                    url?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: uuid */
                            created_by: string;
                            enabled: boolean;
                            /** @description What it failed with since. */
                            error: string | null;
                            /** @description The headers that were given; never their values. */
                            header_names: string[];
                            /** Format: uuid */
                            id: string;
                            name: string;
                            tool_count: number;
                            /** @description When it was last asked for its tools, and answered. */
                            tools_at: string | null;
                            trusts_read_only: boolean;
                            /** Format: date-time */
                            updated_at: string;
                            url: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    testMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A MCP server's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            duration_ms: number;
                            error: string | null;
                            success: boolean;
                            tool_count: number;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listMcpServerTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A MCP server's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            description: string;
                            input_schema: {
                                [key: string]: unknown;
                            };
                            /** @description As AI knows it: `<server>__<tool>`. */
                            name: string;
                            /** @description Whether the server says that it only reads. */
                            read_only: boolean;
                            /** @description What the server calls it. */
                            title: string;
                        }[];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    postMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "Hello, everyone.",
                 *       "channel_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    ai_twin_id?: string | null;
                    /** @description Files uploaded before, by id: at most 10. The list may also come as JSON in a string. */
                    attachments?: {
                        /** @description A file's id: UUID or TypeID. */
                        id: string;
                    }[] | null;
                    /** @description A channel's id: UUID or TypeID. */
                    channel_id: string;
                    content: string;
                    /** @default text */
                    content_type?: string;
                    /** @description Accepted and not needed: a channel is its own conversation, and the answer’s `conversation_id` is the channel’s id. */
                    conversation_id?: string | null;
                    metadata?: {
                        [key: string]: unknown;
                    } | null;
                    parent_message_id?: string | null;
                    send_at?: string | null;
                    user_id?: string | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"];
                        meta: {
                            timestamp: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledMessage"];
                        meta: {
                            timestamp: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    editMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "Hello, everyone."
                 *     }
                 */
                "application/json": {
                    content: string;
                    /** @description Must be the caller, and is when left out; an admin API key may act for a member. */
                    user_id?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteMessage: {
        parameters: {
            query?: {
                /** @description Delete it though it is someone else’s, as an admin may. */
                admin?: boolean | string;
                /** @description A user's id: UUID or TypeID. */
                user_id?: string;
            };
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Tombstone"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    followThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    following: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            following: boolean;
                            /**
                             * Format: uuid
                             * @description The thread’s root.
                             */
                            message_id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    pinMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Must be the caller; an admin API key may act for a member. */
                    user_id?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    toggleReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "emoji": "thumbsup"
                 *     }
                 */
                "application/json": {
                    /**
                     * @example thumbsup
                     * @example 👍
                     */
                    emoji: string;
                    /** @description Must be the caller, and is when left out; an admin API key may act for a member. */
                    user_id?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            action: "added" | "removed";
                            /** Format: uuid */
                            channel_id: string;
                            /** Format: date-time */
                            created_at: string;
                            emoji: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            message_id: string;
                            /** @description Null when a twin or a bridged person gave it. */
                            user_id: string | null;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    replyInThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "Hello, everyone."
                 *     }
                 */
                "application/json": {
                    ai_twin_id?: string | null;
                    /** @description Files uploaded before, by id: at most 10. The list may also come as JSON in a string. */
                    attachments?: {
                        /** @description A file's id: UUID or TypeID. */
                        id: string;
                    }[] | null;
                    content: string;
                    /** @default text */
                    content_type?: string;
                    metadata?: {
                        [key: string]: unknown;
                    } | null;
                    send_at?: string | null;
                    user_id?: string | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"];
                        meta: {
                            timestamp: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledMessage"];
                        meta: {
                            timestamp: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    markThreadRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description A message's id: UUID or TypeID. */
                    last_read_message_id?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ThreadState"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query: {
                /** @description A message's id: UUID or TypeID. */
                after?: string;
                /** @description What has changed since the channel’s `rev` was this. */
                after_rev?: number;
                /** @description What has a higher `seq` in the channel. */
                after_seq?: number;
                /** @description A message's id: UUID or TypeID. */
                around?: string;
                /** @description A time: what was posted before and after it. */
                around_at?: string;
                /** @description A message's id: UUID or TypeID. */
                before?: string;
                /** @description A channel's id: UUID or TypeID. */
                channel_id: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
                /** @description A message's id: UUID or TypeID. */
                thread_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: (components["schemas"]["Message"] | components["schemas"]["Tombstone"])[];
                        meta: {
                            has_more: boolean;
                            /** @description With `around` and `around_at`. */
                            has_previous?: boolean;
                            /** @description With `thread_id`: whether the caller follows the thread. */
                            is_following?: boolean;
                            /**
                             * Format: uuid
                             * @description With `thread_id`: how far the caller has read the thread; its root where they have read no reply.
                             */
                            last_read_message_id?: string;
                            limit: number;
                            offset: number;
                            page: number;
                            /** @description The channel’s newest change number. */
                            rev: number;
                            /** @description The channel’s newest message number. */
                            seq: number;
                            total: number;
                            /** @description With `thread_id`: replies that the caller has not read. */
                            unread_count?: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listMentions: {
        parameters: {
            query?: {
                /** @description A message's id: UUID or TypeID. */
                after?: string;
                /** @description A message's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"][];
                        meta: {
                            has_more: boolean;
                            limit: number;
                            total: number;
                            total_is_capped: boolean;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listScheduledMessages: {
        parameters: {
            query?: {
                /** @description A channel's id: UUID or TypeID. */
                channel_id?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledMessage"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getScheduledMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledMessage"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteScheduledMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: null;
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateScheduledMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A message's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Files uploaded before, by id: at most 10. The list may also come as JSON in a string. */
                    attachments?: {
                        /** @description A file's id: UUID or TypeID. */
                        id: string;
                    }[] | null;
                    content?: string;
                    content_type?: string;
                    metadata?: {
                        [key: string]: unknown;
                    } | null;
                    /**
                     * Format: date-time
                     * @description ISO 8601 with `Z` or an offset; at least 5 seconds and at most 120 days from now (400). The message is then posted at that time, and the answer is a 202 with the scheduled message.
                     */
                    send_at?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledMessage"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    searchMessages: {
        parameters: {
            query: {
                /** @description The `meta.as_of` of the first page. */
                as_of?: string;
                /** @description Search this channel alone. */
                channel_id?: string;
                /** @description How many results a page has. */
                limit?: number;
                /** @description How many results come before the page. */
                offset?: number;
                /** @description What to look for: words, quoted phrases and operators, as described above. */
                query: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FoundMessage"][];
                        meta: {
                            /** @description Give it with the next pages, which then know nothing of later messages. */
                            as_of: string;
                            has_more: boolean;
                            limit: number;
                            offset: number;
                            page: number;
                            /** @description Matches, exact to 1,000. */
                            total: number;
                            /** @description Whether there are more matches than `total` says. */
                            total_is_capped: boolean;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "Hello, everyone.",
                 *       "channel_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    ai_twin_id?: string | null;
                    /** @description Files uploaded before, by id: at most 10. The list may also come as JSON in a string. */
                    attachments?: {
                        /** @description A file's id: UUID or TypeID. */
                        id: string;
                    }[] | null;
                    /** @description A channel's id: UUID or TypeID. */
                    channel_id: string;
                    content: string;
                    /** @default text */
                    content_type?: string;
                    /** @description Accepted and not needed: a channel is its own conversation, and the answer’s `conversation_id` is the channel’s id. */
                    conversation_id?: string | null;
                    metadata?: {
                        [key: string]: unknown;
                    } | null;
                    parent_message_id?: string | null;
                    send_at?: string | null;
                    user_id?: string | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"];
                        meta: {
                            timestamp: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ScheduledMessage"];
                        meta: {
                            timestamp: string;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    summarizeMessages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel_id": "0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80"
                 *     }
                 */
                "application/json": {
                    /** @description A channel's id: UUID or TypeID. */
                    channel_id: string;
                    /** @description How many of the newest messages to cover; 200 if not given. */
                    messageCount?: number;
                    /** @description Only messages behind the one with this id, or from this time on (ISO 8601). */
                    since?: string;
                    /** @description Only this thread: the id of its root, or of a reply in it. */
                    thread_id?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Summary"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listFollowedThreads: {
        parameters: {
            query?: {
                /** @description A message's id: UUID or TypeID. */
                after?: string;
                /** @description A message's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["FollowedThread"][];
                        meta: {
                            has_more: boolean;
                            limit: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    uploadFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 257024 KiB. */
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description A conversation or channel's id: UUID or TypeID. */
                    conversation_id: string;
                    /** @description Such as `channel` or `dm`. Default: what the channel is. */
                    conversation_type?: string;
                    files: Blob[];
                    /** @description Whether pictures and videos keep their metadata on location, time and camera. */
                    keep_metadata?: boolean | string;
                    /** @description A workspace's id: UUID or TypeID. */
                    workspace_id?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            conversation_id: string;
                            conversation_type: string;
                            files: components["schemas"]["Attachment"][];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Model"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listPersonalities: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Personality"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        available: components["schemas"]["AvailablePlatform"][];
                        connected: components["schemas"]["PlatformConnection"][];
                    };
                };
            };
        };
    };
    listRemoteChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: components["schemas"]["ConnectedChannel"][];
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                    };
                };
            };
        };
    };
    updateRemoteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A channel's id: UUID or TypeID. */
                id: string;
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "direction": "in"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    direction: "in" | "out" | "both" | "off";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectedChannel"];
                };
            };
        };
    };
    updateConnectionConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Whether twins answer people there who mention them, in channels that come in: a twin of the channel by its handle, or the app itself, for which `lvng` answers. On behalf of the member whose account wrote it, or else of whoever connected the platform. */
                    autoReply?: boolean;
                    /** @description Whether messages come in from the platform. */
                    ingestMessages?: boolean;
                    /** @description Channels to bridge, by name or by either id; a channel stays selected when it is renamed. */
                    selectedChannels?: string[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        config: {
                            autoReply: boolean;
                            ingestMessages: boolean;
                            /** @description The channels’ names as they are now. */
                            selectedChannels: string[];
                        };
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
        };
    };
    connectPlatform: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @default {} */
                    config?: {
                        /**
                         * @description Whether twins answer people there who mention them, in channels that come in: a twin of the channel by its handle, or the app itself, for which `lvng` answers. On behalf of the member whose account wrote it, or else of whoever connected the platform.
                         * @default false
                         */
                        autoReply?: boolean;
                        credentials?: {
                            [key: string]: string;
                        };
                        /**
                         * @description Whether messages come in from the platform.
                         * @default false
                         */
                        ingestMessages?: boolean;
                        /**
                         * @description Channels to bridge, by name or by either id; a channel stays selected when it is renamed.
                         * @default []
                         */
                        selectedChannels?: string[];
                    };
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connectionTest: {
                            account: {
                                id: string;
                                name: string;
                            };
                            missingScopes: string[];
                            /** @constant */
                            success: true;
                        } | {
                            error: {
                                /** @enum {string} */
                                code: "rate_limited" | "unavailable" | "unauthorized" | "missing_scope" | "channel_gone" | "archived" | "not_found" | "rejected";
                                message: string;
                            };
                            /** @constant */
                            success: false;
                        };
                        displayName: string;
                        /** @description Where the platform posts its events to. */
                        eventsUrl: string;
                        id: string;
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** @enum {string} */
                        status: "needs_credentials" | "connected" | "degraded" | "error" | "revoked";
                    };
                };
            };
        };
    };
    replaceCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    credentials: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connectionTest: {
                            account: {
                                id: string;
                                name: string;
                            };
                            missingScopes: string[];
                            /** @constant */
                            success: true;
                        } | {
                            error: {
                                /** @enum {string} */
                                code: "rate_limited" | "unavailable" | "unauthorized" | "missing_scope" | "channel_gone" | "archived" | "not_found" | "rejected";
                                message: string;
                            };
                            /** @constant */
                            success: false;
                        };
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** @enum {string} */
                        status: "needs_credentials" | "connected" | "degraded" | "error" | "revoked";
                    };
                };
            };
        };
    };
    disconnectPlatform: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        disconnectedAt: string;
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** @constant */
                        status: "disconnected";
                    };
                };
            };
        };
    };
    receiveAppEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 1024 KiB. */
        requestBody: {
            content: {
                "*/*": Blob;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    receivePlatformEvents: {
        parameters: {
            query?: {
                /** @description Microsoft Graph’s: it is given back as text, and shows that somebody is there. */
                validationToken?: string;
            };
            header?: never;
            path: {
                /** @description A platform connection's id: UUID or TypeID. */
                integrationId: string;
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 1024 KiB. */
        requestBody: {
            content: {
                "*/*": Blob;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
        };
    };
    importHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description All channels if not given. */
                    channelIds?: string[];
                    since?: string;
                    until?: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jobId: string;
                        message: string;
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** @constant */
                        status: "started";
                    };
                };
            };
        };
    };
    cancelHistoryImport: {
        parameters: {
            query: {
                /** @description A job's id: UUID or TypeID. */
                jobId: string;
            };
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryImportStatus"];
                };
            };
        };
    };
    getHistoryImport: {
        parameters: {
            query: {
                /** @description A job's id: UUID or TypeID. */
                jobId: string;
            };
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryImportStatus"];
                };
            };
        };
    };
    listHistoryImports: {
        parameters: {
            query?: {
                /** @description A job's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        jobs: components["schemas"]["HistoryImport"][];
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                    };
                };
            };
        };
    };
    returnFromPlatform: {
        parameters: {
            query: {
                code?: string;
                state: string;
            };
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    finishPlatformOAuth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                    state: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connectionTest: {
                            account: {
                                id: string;
                                name: string;
                            };
                            missingScopes: string[];
                            /** @constant */
                            success: true;
                        } | {
                            error: {
                                /** @enum {string} */
                                code: "rate_limited" | "unavailable" | "unauthorized" | "missing_scope" | "channel_gone" | "archived" | "not_found" | "rejected";
                                message: string;
                            };
                            /** @constant */
                            success: false;
                        };
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** @description Null where it is not connected. */
                        status: ("needs_credentials" | "connected" | "degraded" | "error" | "revoked") | null;
                    };
                };
            };
        };
    };
    startPlatformOAuth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @default /app */
                    returnTo?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expiresAt: string;
                        /** @enum {string} */
                        platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
                        /** Format: uri */
                        url: string;
                    };
                };
            };
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                platform: "slack" | "discord" | "teams" | "telegram" | "webhook";
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    credentials?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        account: {
                            id: string;
                            name: string;
                        };
                        missingScopes: string[];
                        /** @constant */
                        success: true;
                    } | {
                        error: {
                            /** @enum {string} */
                            code: "rate_limited" | "unavailable" | "unauthorized" | "missing_scope" | "channel_gone" | "archived" | "not_found" | "rejected";
                            message: string;
                        };
                        /** @constant */
                        success: false;
                    };
                };
            };
        };
    };
    getPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Preferences"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updatePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    density?: ("cosy" | "compact") | null;
                    keyboard_shortcuts?: boolean | null;
                    language?: ("en" | "tr" | "de" | "es") | null;
                    notification_sound?: ("chime" | "knock" | "none") | null;
                    quiet_hours?: {
                        days?: number[] | null;
                        ends?: string;
                        starts?: string;
                    } | null;
                    sidebar?: {
                        sections?: {
                            channel_ids?: string[];
                            id: string;
                            /** @default false */
                            is_collapsed?: boolean;
                            /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                            name: string;
                        }[] | null;
                        show?: ("all" | "unread") | null;
                        sort?: ("name" | "recent") | null;
                    } | null;
                    theme?: ("system" | "light" | "dark") | null;
                    time_zone?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Preferences"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listPushSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description The VAPID key (RFC 8292), `applicationServerKey` of `pushManager.subscribe`; null where push is not configured. */
                            public_key: string | null;
                            subscriptions: components["schemas"]["PushSubscription"][];
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createPushSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    endpoint: string;
                    keys: {
                        auth: string;
                        p256dh: string;
                    };
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PushSubscription"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deletePushSubscription: {
        parameters: {
            query: {
                endpoint: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getWorkspaceReceiptKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /** @constant */
                            alg: "ES256";
                            /** @constant */
                            crv: "P-256";
                            kid: string;
                            /** @constant */
                            kty: "EC";
                            /** @constant */
                            use: "sig";
                            x: string;
                            y: string;
                        }[];
                    };
                };
            };
        };
    };
    getRetention: {
        parameters: {
            query?: {
                /** @description Also count what is older than so many days, and would be deleted. */
                preview_days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Retention"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    setRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "days": 365
                 *     }
                 */
                "application/json": {
                    /** @description For how many days messages are kept, 1 to 3650; null: for ever. */
                    days: number | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Retention"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Server"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listTools: {
        parameters: {
            query?: {
                /** @description What applies to this twin; tools that it has and nobody offers any more are listed, too. */
                twin_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Whether it can be used right now. */
                            available: boolean;
                            description: string;
                            name: string;
                            /**
                             * @description What applies here: to the twin, where one is named, and to the workspace.
                             * @enum {string}
                             */
                            permission: "allow" | "ask" | "deny";
                            /** @description Why it cannot, for whoever may change that. */
                            reason: string | null;
                            /** @description The MCP server that brings it; null for one of Parley’s own. */
                            server_id: string | null;
                        }[];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listToolChanges: {
        parameters: {
            query?: {
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            action: string;
                            /** Format: date-time */
                            at: string;
                            details: {
                                [key: string]: unknown;
                            };
                            /** Format: uuid */
                            id: string;
                            /** @description The tool or the server. */
                            subject: string;
                            /** @description Who did it; null where it happened by itself. */
                            user_id: string | null;
                        }[];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listToolPolicies: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @enum {string} */
                            permission: "allow" | "ask" | "deny";
                            /** Format: date-time */
                            set_at: string;
                            /** Format: uuid */
                            set_by: string;
                            tool: string;
                            /** @description Null for the whole workspace. */
                            twin_id: string | null;
                        }[];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    setToolPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    permission: ("allow" | "ask" | "deny") | null;
                    tool: string;
                    twin_id?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            permission: ("allow" | "ask" | "deny") | null;
                            tool: string;
                            twin_id: string | null;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listTwins: {
        parameters: {
            query?: {
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createTwin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Scout",
                 *       "personality": "You know where everything is, and say it in one sentence."
                 *     }
                 */
                "application/json": {
                    /** @default null */
                    avatar_url?: string | null;
                    /** @description What mentions it after `@`: letters and digits of one script, with single dots, dashes or underscores between them, at most 50 characters. Stored in lower case, as mentions are compared. */
                    handle?: string;
                    /** @default null */
                    model?: string | null;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                    /** @default null */
                    personality?: string | null;
                    /** @default null */
                    system_prompt?: string | null;
                    tools?: string[] | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getTwin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteTwin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateTwin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "personality": "You are terse."
                 *     }
                 */
                "application/json": {
                    avatar_url?: string | null;
                    /** @description What mentions it after `@`: letters and digits of one script, with single dots, dashes or underscores between them, at most 50 characters. Stored in lower case, as mentions are compared. */
                    handle?: string;
                    model?: string | null;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    personality?: string | null;
                    system_prompt?: string | null;
                    tools?: string[] | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listTwinVersions: {
        parameters: {
            query?: {
                before?: number;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TwinVersion"][];
                        meta: {
                            has_more: boolean;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    restoreTwinVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A twin's id: UUID or TypeID. */
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Twin"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    tryTwin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 512 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "message": "Who are you?",
                 *       "name": "Scout",
                 *       "personality": "You are terse."
                 *     }
                 */
                "application/json": {
                    message: string;
                    /** @default null */
                    model?: string | null;
                    /**
                     * @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped.
                     * @default Twin
                     */
                    name?: string;
                    /** @default null */
                    personality?: string | null;
                    /** @default null */
                    system_prompt?: string | null;
                    tools?: string[] | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": {
                        data: {
                            /** @description As an error answer would have it, or `context_exceeded`, `budget_exceeded`. */
                            code: string;
                            message: string;
                            /** Format: uuid */
                            streamId: string;
                        };
                        /** @constant */
                        event: "error";
                        id?: string;
                    } | {
                        data: {
                            /** Format: uuid */
                            streamId: string;
                            /** Format: date-time */
                            timestamp: string;
                        };
                        /** @constant */
                        event: "connected";
                        id?: string;
                    } | {
                        data: {
                            /** @description Characters of the answer so far, this piece included. */
                            accumulated_length: number;
                            content: string;
                        };
                        /** @constant */
                        event: "text_delta";
                        id?: string;
                    } | {
                        data: {
                            /** Format: date-time */
                            timestamp: string;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_start";
                        id?: string;
                    } | {
                        data: {
                            input: unknown;
                            tool: string;
                        };
                        /** @constant */
                        event: "tool_call";
                        id?: string;
                    } | {
                        /** @description The call waits for a person: `POST /api/v2/approvals/:id`. Beyond what is documented elsewhere. */
                        data: {
                            /** Format: uuid */
                            approvalId: string;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_approval";
                        id?: string;
                    } | {
                        data: {
                            duration: number;
                            /** @description The beginning of what the tool answered. */
                            resultPreview: string;
                            /** @description What it found that has an id; the answer may name it. Beyond what is documented elsewhere. */
                            sources?: components["schemas"]["AnswerSource"][];
                            tool: string;
                        };
                        /** @constant */
                        event: "tool_result";
                        id?: string;
                    } | {
                        data: {
                            duration: number;
                            success: boolean;
                            tool: string;
                            toolId: string;
                        };
                        /** @constant */
                        event: "tool_complete";
                        id?: string;
                    } | {
                        data: {
                            /** @description The picture or video that was made; they are those of the answer’s message. Empty for any other answer. */
                            attachments: components["schemas"]["Attachment"][];
                            /** @description How well what was found answers the question, from 0 to 1: 0 where nothing was found, or there is no answer; 0.5 where nothing was looked up for it. */
                            confidence: number;
                            metadata: {
                                /** @description False: answers rest on passages of documents. The graph is a list of its own, `/api/knowledge-graph`. */
                                knowledgeGraphQueried: boolean;
                                /** @description The model that answered; `local` where none is configured. */
                                model: string | null;
                                /**
                                 * @description Why the answer ends where it does; `stopped` by a person.
                                 * @enum {string}
                                 */
                                stopReason: "end" | "max_tokens" | "stop_sequence" | "refusal" | "context_exceeded" | "too_many_tools" | "stopped" | "other";
                                toolsUsed: string[];
                            };
                            personality: string;
                            /** @description Markdown. Images that are elsewhere are links in it. HTML in it is text that the model wrote, such as an `<img>` that would load something: Parley’s own clients show it as text, and whoever else shows it escapes it. Of a longer answer in a channel, the message there has the first 40,000 characters. */
                            reply: string;
                            responseTime: number;
                            /** @description What it rests on: of what its tools have found, what its text names by id, in that order. */
                            sources: components["schemas"]["AnswerSource"][];
                            /** Format: uuid */
                            streamId: string;
                            toolsUsed: string[];
                        };
                        /** @constant */
                        event: "done";
                        id?: string;
                    };
                };
            };
        };
    };
    listUsage: {
        parameters: {
            query?: {
                from?: string;
                group_by?: "day" | "user" | "twin" | "model" | "purpose";
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UsageGroup"][];
                        meta: {
                            /** Format: date */
                            from: string;
                            /** @enum {string} */
                            group_by: "day" | "user" | "twin" | "model" | "purpose";
                            limit: number;
                            offset: number;
                            page: number;
                            /** Format: date */
                            to: string;
                            total: number;
                            /** @description Of all groups, on this page or not. */
                            totals: components["schemas"]["UsageTotals"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description A user's id: UUID or TypeID. */
                after?: string;
                /** @description At most 100 people’s ids; the field may be repeated, or hold several between commas. */
                ids?: string[];
                /** @description How many a page has at most. */
                limit?: number;
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["User"][];
                        meta: {
                            has_more: boolean;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only events of these channels; null: of every public one. A private channel must be named, by one of its members; a direct message cannot be. Events of no channel are sent either way. */
                    channelIds?: string[] | null;
                    /** @default  */
                    description?: string;
                    /** @description The events that it is sent. */
                    events: ("message.created" | "message.updated" | "message.deleted" | "message.pinned" | "message.unpinned" | "reaction.added" | "reaction.removed" | "channel.created" | "channel.updated" | "channel.deleted" | "member.added" | "member.updated" | "member.removed" | "conversation.created" | "conversation.updated" | "conversation.assigned" | "conversation.resolved" | "conversation.reopened" | "conversation.rated" | "conversation.sla_breached" | "conversation.message" | "conversation.note" | "conversation.deleted" | "import.progress" | "connection.status")[];
                    /** @default true */
                    isActive?: boolean;
                    /**
                     * Format: uri
                     * @description Where events are posted to: https, but in development; no user name or password in it. Private addresses only where the operator allows them; redirects are not followed.
                     */
                    url: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description The channels whose events it is sent; null: all public ones. */
                            channelIds: string[] | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            createdBy: string;
                            description: string;
                            /** @description `gone`: the receiver has answered 410. `failing`: every try of 5 days has failed. */
                            disabledReason: ("gone" | "failing") | null;
                            /** @description Events that were dropped since it was last activated, because too many waited. */
                            dropped: number;
                            events: string[];
                            failingSince: string | null;
                            /** Format: uuid */
                            id: string;
                            isActive: boolean;
                            lastDeliveredAt: string | null;
                            /** @description Until when deliveries are also signed with the secret before. */
                            previousSecretUntil: string | null;
                            /** @description `whsec_…`, to verify signatures with. Shown this once. */
                            secret: string;
                            /**
                             * @description `failing`: the last try has failed. `inactive`: by hand. `disabled`: because of `disabledReason`.
                             * @enum {string}
                             */
                            status: "active" | "failing" | "inactive" | "disabled";
                            /** Format: date-time */
                            updatedAt: string;
                            url: string;
                            /** @description Deliveries that are still to be made. */
                            waiting: number;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Only events of these channels; null: of every public one. A private channel must be named, by one of its members; a direct message cannot be. Events of no channel are sent either way. */
                    channelIds?: string[] | null;
                    description?: string;
                    /** @description The events that it is sent. */
                    events?: ("message.created" | "message.updated" | "message.deleted" | "message.pinned" | "message.unpinned" | "reaction.added" | "reaction.removed" | "channel.created" | "channel.updated" | "channel.deleted" | "member.added" | "member.updated" | "member.removed" | "conversation.created" | "conversation.updated" | "conversation.assigned" | "conversation.resolved" | "conversation.reopened" | "conversation.rated" | "conversation.sla_breached" | "conversation.message" | "conversation.note" | "conversation.deleted" | "import.progress" | "connection.status")[];
                    isActive?: boolean;
                    /**
                     * Format: uri
                     * @description Where events are posted to: https, but in development; no user name or password in it. Private addresses only where the operator allows them; redirects are not followed.
                     */
                    url?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                before?: string;
                event?: "message.created" | "message.updated" | "message.deleted" | "message.pinned" | "message.unpinned" | "reaction.added" | "reaction.removed" | "channel.created" | "channel.updated" | "channel.deleted" | "member.added" | "member.updated" | "member.removed" | "conversation.created" | "conversation.updated" | "conversation.assigned" | "conversation.resolved" | "conversation.reopened" | "conversation.rated" | "conversation.sla_breached" | "conversation.message" | "conversation.note" | "conversation.deleted" | "import.progress" | "connection.status";
                /** @description How many a page has at most. */
                limit?: number;
                status?: "waiting" | "delivered" | "failed";
            };
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    cancelWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Events of this time or later.
                     */
                    since: string;
                    /**
                     * @description `all`: also what was delivered.
                     * @default failed
                     * @enum {string}
                     */
                    status?: "failed" | "all";
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            hasMore: boolean;
                            replayed: number;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    overlapHours?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description The channels whose events it is sent; null: all public ones. */
                            channelIds: string[] | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            createdBy: string;
                            description: string;
                            /** @description `gone`: the receiver has answered 410. `failing`: every try of 5 days has failed. */
                            disabledReason: ("gone" | "failing") | null;
                            /** @description Events that were dropped since it was last activated, because too many waited. */
                            dropped: number;
                            events: string[];
                            failingSince: string | null;
                            /** Format: uuid */
                            id: string;
                            isActive: boolean;
                            lastDeliveredAt: string | null;
                            /** @description Until when deliveries are also signed with the secret before. */
                            previousSecretUntil: string | null;
                            /** @description `whsec_…`, to verify signatures with. Shown this once. */
                            secret: string;
                            /**
                             * @description `failing`: the last try has failed. `inactive`: by hand. `disabled`: because of `disabledReason`.
                             * @enum {string}
                             */
                            status: "active" | "failing" | "inactive" | "disabled";
                            /** Format: date-time */
                            updatedAt: string;
                            url: string;
                            /** @description Deliveries that are still to be made. */
                            waiting: number;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A webhook's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            response: {
                                /** @description The first 1024 bytes. */
                                body: string;
                                durationMs: number;
                                /** @description Why it failed. */
                                error: string | null;
                                /** @description Null where there was no answer. */
                                status: number | null;
                            };
                            success: boolean;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getWorkspaceDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            completed_at: string | null;
                            /** @description What was deleted so far: rows by their table, `files` with what the file storage had of them, jobs and keys in Redis. */
                            copies: {
                                count: number;
                                kind: string;
                                /** @enum {string} */
                                service: "gateway" | "channels" | "messaging" | "chat-engine" | "integrations" | "support-desk";
                            }[];
                            /**
                             * Format: date-time
                             * @description Until then an owner can restore it.
                             */
                            deletes_at: string;
                            receipt: string | null;
                            /** Format: date-time */
                            requested_at: string;
                            /** @enum {string} */
                            state: "scheduled" | "running" | "done";
                            /** Format: uuid */
                            workspace_id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listWorkspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workspace"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "grace"
                 *     }
                 */
                "application/json": {
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    company_name?: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workspace"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workspace"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WorkspaceDeletion"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    company_name?: string | null;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workspace"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    exportWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Export"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Export"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: {
                /** @description A job's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ExportSummary"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    startExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Whether the archive has the files of messages, and not their names alone.
                     * @default true
                     */
                    files?: boolean;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ExportSummary"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A job's id: UUID or TypeID. */
                exportId: string;
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Export"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A job's id: UUID or TypeID. */
                exportId: string;
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ExportSummary"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listImports: {
        parameters: {
            query?: {
                /** @description A job's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportSummary"][];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    startImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 2098176 KiB. */
        requestBody: {
            content: {
                "multipart/form-data": {
                    archive: Blob[];
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportSummary"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A job's id: UUID or TypeID. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Import"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    cancelImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A job's id: UUID or TypeID. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportSummary"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listImportedChannels: {
        parameters: {
            query?: {
                after?: number;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A job's id: UUID or TypeID. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description What it has become; null until it is needed. */
                            channel_id: string | null;
                            /** @description Why it failed. */
                            error: string | null;
                            messages: {
                                /** @description Messages that an earlier import had stored, or the bridge. */
                                already_here: number;
                                /** @description What was read, be it a message or not. */
                                entries: number;
                                /** @description Messages that this import has stored. */
                                imported: number;
                                /** @description The rest, for the reasons in `problems`. */
                                left_out: number;
                            };
                            /** @description As it is called there. */
                            name: string;
                            /** @description Its place in the archive. */
                            number: number;
                            /** @description What was not imported, or not as it was, and why. */
                            problems: {
                                /**
                                 * @description `joined_or_left`: somebody joined or left: no message; `channel_changed`: a topic, name or other thing of the channel was changed: no message; `other_event`: another event that nobody wrote; `empty`: it shows nothing; `no_time`: it does not say when it was written, or before 1970; `in_the_future`: it says that it was written later than now; `no_author`: it does not say who wrote it, or that person has just left the workspace; `too_long`: it is longer than a message may be: 40,000 characters; `repeated`: it is there twice; `refused`: it is not what a message may be; `broken_file`: a file cannot be read; what came before the broken place was imported; `broken_line`: a line is not JSON, or says nothing that is known; `file_too_large`: a file has more than is read at once; `unknown_channel`: it is of a channel that the archive does not list; `channel_deleted`: the channel was deleted here meanwhile; `channel_archived`: the channel was archived here meanwhile; `parent_missing`: imported outside of a thread: the message that it replies to is not there; `nul_removed`: imported without its NUL characters; `file_linked`: imported with a link in place of a file that the archive does not contain; `reaction_left_out`: imported without reactions that are no emoji or shortcode; `sent_from_here`: it was written here, and sent there by the bridge; `deleted_here`: it was deleted, here or there, since it had come; `opted_out`: its author keeps it out of Parley; `file_named`: imported with the name in place of a file that cannot be kept.
                                 * @enum {string}
                                 */
                                code: "joined_or_left" | "channel_changed" | "other_event" | "empty" | "no_time" | "in_the_future" | "no_author" | "too_long" | "repeated" | "refused" | "broken_file" | "broken_line" | "file_too_large" | "unknown_channel" | "channel_deleted" | "channel_archived" | "parent_missing" | "nul_removed" | "file_linked" | "reaction_left_out" | "sent_from_here" | "deleted_here" | "opted_out" | "file_named";
                                count: number;
                                /** @description The names of the first: a file, or a message of one. */
                                examples: string[];
                            }[];
                            /** @enum {string} */
                            status: "pending" | "done" | "failed";
                        }[];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getImportProof: {
        parameters: {
            query?: {
                after?: string;
                /** @description Only the days that differ. */
                gaps?: boolean | string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A job's id: UUID or TypeID. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description The `number` of the channel. */
                            channel: number;
                            /**
                             * Format: date
                             * @description In UTC.
                             */
                            day: string;
                            is_equal: boolean;
                            /** @description For `after`. */
                            position: string;
                            source: {
                                /** @description Of keys, times, authors, threads and texts; it depends on no order. */
                                digest: string;
                                messages: number;
                            };
                            /** @description Null until it was compared. */
                            stored: {
                                /** @description Of keys, times, authors, threads and texts; it depends on no order. */
                                digest: string;
                                messages: number;
                            } | null;
                        }[];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    retryImport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A job's id: UUID or TypeID. */
                importId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportSummary"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listWorkspaceInvitations: {
        parameters: {
            query?: {
                /** @description A invitation's id: UUID or TypeID. */
                after?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
            };
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WorkspaceInvitation"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    deleteInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A invitation's id: UUID or TypeID. */
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A invitation's id: UUID or TypeID. */
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WorkspaceInvitation"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    listWorkspaceMembers: {
        parameters: {
            query?: {
                /** @description A user's id: UUID or TypeID. */
                after?: string;
                /** @description How many a page has at most. */
                limit?: number;
                /** @description How many come before the page. */
                offset?: number;
                query?: string;
            };
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ListedMember"][];
                        meta: {
                            limit: number;
                            offset: number;
                            page: number;
                            total: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    inviteWorkspaceMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@example.com"
                 *     }
                 */
                "application/json": {
                    /** @default false */
                    agent?: boolean;
                    /**
                     * Format: idn-email
                     * @description Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.
                     */
                    email: string;
                    /** @description One line, trimmed, that shows something. Control characters, line breaks and characters that hide or reorder text are a 400: joiners and presentation selectors belong in Unicode’s emoji sequences (❤️, 1️⃣, 👩‍💻, 🏴󠁧󠁢󠁥󠁮󠁧󠁿), joiners and variation selectors in scripts that are written with them (Persian, Sinhala, Mongolian). Variation selectors of Han characters and after what is an emoji without them are dropped. */
                    name?: string;
                    /** @enum {string} */
                    role?: "owner" | "admin" | "member" | "guest";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            agent: boolean;
                            email: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "member" | "guest";
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    removeWorkspaceMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A user's id: UUID or TypeID. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            user_id: string;
                        };
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateWorkspaceMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
                /** @description A user's id: UUID or TypeID. */
                userId: string;
            };
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    agent?: boolean;
                    /** @enum {string} */
                    role?: "owner" | "admin" | "member" | "guest";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WorkspaceMember"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    restoreWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A workspace's id: UUID or TypeID. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Workspace"];
                        meta: {
                            [key: string]: unknown;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    getWidgetConfig: {
        parameters: {
            query: {
                /** @description The widget key. */
                apiKey: string;
                /** @description Of the frame that the widget runs in, whose page was checked when it was answered. */
                ticket?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many of the workspace’s agents are connected. */
                        agentsOnline: number;
                        hours: components["schemas"]["OpeningState"];
                        workspace: components["schemas"]["WidgetWorkspace"];
                    };
                };
            };
        };
    };
    listWidgetConversations: {
        parameters: {
            query?: {
                /** @description A conversation's id: UUID or TypeID. */
                before?: string;
                /** @description How many a page has at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conversations: components["schemas"]["VisitorConversation"][];
                    };
                };
            };
        };
    };
    getWidgetDesk: {
        parameters: {
            query?: {
                /** @description The visitor’s newest conversation, if not given. */
                conversationId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many of the workspace’s agents are connected. */
                        agentsOnline: number;
                        hours: components["schemas"]["OpeningState"];
                        /** @description How many conversations of the workspace wait for longer than it, those that are put off left out: exact to 100. Null where it does not wait. */
                        queuePosition: number | null;
                    };
                };
            };
        };
    };
    downloadDeskFile: {
        parameters: {
            query?: {
                /** @description Until when it opens. */
                expires?: string;
                /** @description Over all of these: a URL that was changed is a 404. */
                signature?: string;
                /** @description For whom it was signed, where it is for one person. */
                user?: string;
                /** @description `file` (the default) or `thumbnail`. */
                variant?: string;
                /** @description For whom it was signed, where it is for one visitor. */
                visitor?: string;
                /** @description Whose file it is; of the URL, as the others here. */
                workspace?: string;
            };
            header?: never;
            path: {
                /** @description A file's id: UUID or TypeID. */
                id: string;
                /** @description The file’s name, as the URL has it. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
        };
    };
    listWidgetMessages: {
        parameters: {
            query?: {
                /** @description Those after this `seq` alone; `page` is not looked at then. */
                after_seq?: number;
                /** @description The last ones before this `seq`; `page` is not looked at then. */
                before_seq?: number;
                /** @description The visitor’s newest conversation, if not given. */
                conversationId?: string;
                /** @description How many a page has at most. */
                limit?: number;
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conversation: components["schemas"]["VisitorConversation"] | null;
                        limit: number;
                        messages: components["schemas"]["DeskMessage"][];
                        page: number;
                        /** @description How many conversations of the workspace wait for longer than it, those that are put off left out: exact to 100. Null where it does not wait. */
                        queuePosition: number | null;
                        total: number;
                    };
                };
            };
        };
    };
    sendWidgetMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 52224 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    content?: string;
                    /** @description The visitor’s newest conversation, if not given. */
                    conversationId?: string;
                    /**
                     * @description Taken for what is sent: `FILE` with attachments, and a 400 without any.
                     * @default TEXT
                     * @enum {string}
                     */
                    messageType?: "TEXT" | "FILE";
                    newConversation?: boolean | string;
                };
                "multipart/form-data": {
                    attachments?: Blob[];
                    content?: string;
                    /** @description The visitor’s newest conversation, if not given. */
                    conversationId?: string;
                    /**
                     * @description Taken for what is sent: `FILE` with attachments, and a 400 without any.
                     * @default TEXT
                     * @enum {string}
                     */
                    messageType?: "TEXT" | "FILE";
                    newConversation?: boolean | string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeskMessage"];
                };
            };
        };
    };
    visitWidgetPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    title?: string;
                    url: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    rateInWidget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    comment?: string | null;
                    /** @description The visitor’s newest conversation, if not given. */
                    conversationId?: string;
                    score: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorConversation"];
                };
            };
        };
    };
    readInWidget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The visitor’s newest conversation, if not given. */
                    conversationId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorConversation"];
                };
            };
        };
    };
    startWidgetSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description The widget key. */
                    apiKey: string;
                    /**
                     * @description Nobody new begins: a visitor who was deleted is a 404.
                     * @default false
                     */
                    isResumption?: boolean;
                    /** @description In which the visitor reads, as a BCP 47 tag: what the desk says by itself while it is closed is said in it. One that desks do not speak is as none. */
                    language?: string | null;
                    page?: {
                        referrer?: string | null;
                        title?: string;
                        url: string;
                    } | null;
                    /** @description Of the frame that the widget runs in, whose page was checked when it was answered. */
                    ticket?: string;
                    user?: {
                        attributes?: {
                            [key: string]: string | number | boolean | null;
                        } | null;
                        email?: string | null;
                        externalId?: string | null;
                        hash?: string | null;
                        name?: string | null;
                        phone?: string | null;
                    } | null;
                    visitorToken?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description How many of the workspace’s agents are connected. */
                        agentsOnline: number;
                        conversation: components["schemas"]["VisitorConversation"] | null;
                        /** @description Seconds. Each session gives a new one. */
                        expiresIn: number;
                        hours: components["schemas"]["OpeningState"];
                        messages: components["schemas"]["DeskMessage"][];
                        /** @description Of `conversation`. */
                        queuePosition: number | null;
                        visitor: components["schemas"]["WidgetVisitor"];
                        visitorToken: string;
                        workspace: components["schemas"]["WidgetWorkspace"];
                    };
                };
            };
        };
    };
    mailTranscript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The visitor’s newest conversation, if not given. */
                    conversationId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    typeInWidget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The visitor’s newest conversation, if not given. */
                    conversationId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        success: true;
                    };
                };
            };
        };
    };
    updateWidgetVisitor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description At most 64 KiB. */
        requestBody?: {
            content: {
                "application/json": {
                    email?: string | null;
                    name?: string | null;
                    phone?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WidgetVisitor"];
                };
            };
        };
    };
}
