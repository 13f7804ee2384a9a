// Made by `npm run types` from the OpenAPI document of the desk. Not edited by hand.
export interface paths {
    "/v1/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the desk's actions with their steps. */
        get: operations["get_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives a contact's picture. */
        get: operations["get_contacts_id_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists conversations. */
        get: operations["get_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a conversation and its contact. */
        get: operations["get_conversations_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives it to somebody, to the queue or back to the bot (ASG-03). */
        post: operations["post_conversations_id_assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Blocks the contact: nothing received is shown or answered, nothing can be sent (CRM-16). */
        post: operations["post_conversations_id_block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/bookmark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pins the contact to the top of the list (INB-08). */
        post: operations["post_conversations_id_bookmark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/cancel-scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a scheduled message back, or all of the conversation's. */
        post: operations["post_conversations_id_cancel_scheduled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/category": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the category (処理タイプ, CRM-18). */
        post: operations["post_conversations_id_category"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what is new since the last answer: rows, deliveries, the conversation itself. */
        get: operations["get_conversations_id_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends it without a message (STA-12). */
        post: operations["post_conversations_id_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks its messages as confirmed (確認済み, INB-06). */
        post: operations["post_conversations_id_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one's own drafts in a conversation. */
        get: operations["get_conversations_id_drafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/drafts/{mode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a draft for 30 days, unless a newer one is there. */
        put: operations["put_conversations_id_drafts_mode"];
        post?: never;
        /** Throws a draft away, because it was sent or is not wanted. What was written before does not bring it back. */
        delete: operations["delete_conversations_id_drafts_mode"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/field": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a field of the contact (CRM-03). */
        post: operations["post_conversations_id_field"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/hide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leaves the contact out of the list (INB-15). */
        post: operations["post_conversations_id_hide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts it aside (保留, STA-06). */
        post: operations["post_conversations_id_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes it (ASG-05, CMP-09). */
        post: operations["post_conversations_id_join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/memo-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts the memos in order. */
        put: operations["put_conversations_id_memo_order"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/memos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the memos on the contact. */
        get: operations["get_conversations_id_memos"];
        put?: never;
        /** Adds a memo, above the others. */
        post: operations["post_conversations_id_memos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/memos/{memo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a memo. Whoever was slower than somebody else is shown the memo as it stands. */
        put: operations["put_conversations_id_memos_memo"];
        post?: never;
        /** Deletes a memo; fine if it is gone. */
        delete: operations["delete_conversations_id_memos_memo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes a note for colleagues; it never reaches the contact (INT-01). */
        post: operations["post_conversations_id_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows what the contact would read. Nothing is sent or written. */
        post: operations["post_conversations_id_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Marks the contact's messages as read at the provider (EXT-15). WhatsApp, Messenger and Instagram show it to the
         *     contact; LINE does where its chat mode is on.
         */
        post: operations["post_conversations_id_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets what the team calls the contact (システム表示名, CRM-14). */
        post: operations["post_conversations_id_rename"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes up a completed one (STA-11). */
        post: operations["post_conversations_id_reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says something to the contact. */
        post: operations["post_conversations_id_reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/request-end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the contact whether to end (STA-07). */
        post: operations["post_conversations_id_request_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/request-rating": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the contact for a rating from 1 to 5 (CSA-02). Its words are the inbox's own, or the catalogue's. */
        post: operations["post_conversations_id_request_rating"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes a scheduled message: its time, its words and their order, its condition. Whoever changes it says it. */
        post: operations["post_conversations_id_reschedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes it up again after a hold (STA-06). */
        post: operations["post_conversations_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows rows of a thread. */
        get: operations["get_conversations_id_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/rows/{row}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gives the bytes of a file that a contact sent. */
        get: operations["get_conversations_id_rows_row_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/rows/{row}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says again what did not go out, or of which nobody can tell whether it arrived: a new row, which names the old one
         *     (THR-19). Whoever does that with a message that may have arrived, may say it twice; it is written down (INV-21).
         */
        post: operations["post_conversations_id_rows_row_resend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/rows/{row}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says why the bot sent a message. */
        get: operations["get_conversations_id_rows_row_why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/run-action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs an action on a conversation: all of its steps, or none. */
        post: operations["post_conversations_id_run_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Schedules a message. Whoever may answer may schedule; in a completed conversation anybody who sees it.
         * @description It goes out by its author at its time, whoever has the conversation then: on hold it stays on hold, completed it stays
         *     completed; while the contact is asked whether to end it waits; to a blocked contact it is not sent.
         */
        post: operations["post_conversations_id_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows what waits in a conversation. */
        get: operations["get_conversations_id_scheduled"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/sending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says what may be sent in a conversation at this moment: elements, window, budget, cost. */
        get: operations["get_conversations_id_sending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the response status (対応ステータス, STA-05). */
        post: operations["post_conversations_id_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/tag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a tag on the contact (CRM-08). */
        post: operations["post_conversations_id_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows the contact that somebody types, for some seconds, where the inbox wants that (CHN-15). */
        post: operations["post_conversations_id_typing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unblocks the contact. */
        post: operations["post_conversations_id_unblock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/unbookmark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Unpins the contact. */
        post: operations["post_conversations_id_unbookmark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/unconfirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks it as unconfirmed (未確認, INB-06). */
        post: operations["post_conversations_id_unconfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/unhide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows the contact in the list again. */
        post: operations["post_conversations_id_unhide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/untag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a tag off the contact. */
        post: operations["post_conversations_id_untag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/viewing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells colleagues who may see the conversation that one looks at it, and whether one writes, as the event `viewing`.
         * @description Say it again every five seconds, and when typing begins or ends. What comes within a second of the last is dropped.
         */
        post: operations["post_conversations_id_viewing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/withdraw-end-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the question whether to end back (STA-07). A contact who presses one of its buttons later ends nothing. */
        post: operations["post_conversations_id_withdraw_end_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts the conversations of each tab, exactly up to 99, as the index of the lists knows them.
         * @description Costs 41 reads of partitions, which return at most 100 entries each, and each contact among the entries once: some
         *     25 read units for a small desk, at most 500 for the largest. Ask when the list has changed and not more often than
         *     every few seconds.
         */
        get: operations["get_conversations_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists webhooks that were proven and could not be read or routed, the newest first. They are kept for 35 days. */
        get: operations["get_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{inbox}/{letter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows a dead letter. It may hold what customers wrote, so that it is written down who looked. */
        get: operations["get_dead_letters_inbox_letter"];
        put?: never;
        post?: never;
        /** Throws a dead letter away. */
        delete: operations["delete_dead_letters_inbox_letter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{inbox}/{letter}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a dead letter again, as if it came once more. What the desk has of it stays as it is, so that this is safe at any
         *     time. If nothing is wrong with it any more, it is gone afterwards.
         */
        post: operations["post_dead_letters_inbox_letter_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/drafts:rewrite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Proposes a draft in another tone or length. With `Accept: text/event-stream` the answer is a stream of the events
         *     `delta` (`text`), and then one of `done` (a proposal), `refused` (`message`) and `failed` (`code`, `message`).
         */
        post: operations["post_drafts_rewrite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inboxes/{inbox}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries an inbox's connection out: asks the provider what it tells of the account and of its webhooks, and changes
         *     nothing. Five times at once, then once in a minute.
         */
        post: operations["post_inboxes_inbox_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opens the socket. It sends `LiveEvent`s as text frames and closes with 4401 when the session has ended.
         * @description `{"type":"ping"}` is answered with `pong`; a gateway closes a socket over which nothing goes for ten minutes.
         */
        get: operations["get_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a ticket for the socket: it is good once, for 30 seconds. A long-lived token never goes in a URL. */
        post: operations["post_live_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is, and how busy. */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes one's own name. */
        patch: operations["patch_me"];
        trace?: never;
    };
    "/v1/me/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says the password again, as what binds everybody asks for 15 minutes after the sign-in: this session ends, and a new
         *     one begins.
         */
        post: operations["post_me_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists one's own drafts, for the marks in the list of conversations. */
        get: operations["get_me_drafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's password. Every session ends, and a new one begins. */
        put: operations["put_me_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows one's preferences. */
        get: operations["get_me_preferences"];
        /** Changes one's preferences, all at once: what the caller saw must still be in force. */
        put: operations["put_me_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says whether one takes work, and that one is there. */
        put: operations["put_me_presence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows where one is signed in. */
        get: operations["get_me_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of one's sessions; the one that asks, too. */
        delete: operations["delete_me_sessions_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the team. */
        get: operations["get_operators"];
        put?: never;
        /** Adds somebody to the team. */
        post: operations["post_operators"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operators/{id}": {
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
        /**
         * Changes an operator. Who gets another role or is disabled is signed out everywhere; what they hold stays theirs until
         *     somebody assigns it anew. The last administrator can be neither disabled nor made an operator.
         */
        patch: operations["patch_operators_id"];
        trace?: never;
    };
    "/v1/operators/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a password with which an operator makes one of their own. Every session of theirs ends. */
        post: operations["post_operators_id_reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/relays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists webhooks that are still to be passed on to the second address of their inbox, or were given up; the newest first. */
        get: operations["get_relays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/relays/{inbox}/{webhook}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins anew with a webhook whose passing on was given up. */
        post: operations["post_relays_inbox_webhook_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the rules in force. */
        get: operations["get_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules:check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks sources and plays their cases without changing anything. */
        post: operations["post_rules_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules:diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares two sets of rules, rule by rule. */
        post: operations["post_rules_diff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules:publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes rules: checks them, plays their cases, keeps them as a version and puts it in force. The same rules again
         *     change nothing.
         */
        post: operations["post_rules_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules:replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a page of the past again to a candidate, and what it would have answered. Nothing is sent and nothing written
         *     but the audit entry.
         */
        post: operations["post_rules_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules:rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts an older version in force again. */
        post: operations["post_rules_rollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules:try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a case against sources or the rules in force, without sending anything. */
        post: operations["post_rules_try"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports a page of the past for a replay elsewhere: what people wrote, without their identities. It is written down
         *     who did.
         */
        get: operations["get_rules_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the candidate that runs beside the rules in force, and what it would have done. */
        get: operations["get_rules_shadow"];
        /** Lets rules run beside those in force: they see every message and send nothing. */
        put: operations["put_rules_shadow"];
        post?: never;
        /** Lets no rules run beside those in force any more. */
        delete: operations["delete_rules_shadow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the versions, the newest first. */
        get: operations["get_rules_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads a version with its sources. */
        get: operations["get_rules_versions_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/scheduled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the desk's scheduled messages by time: those that wait, and what became of the others. */
        get: operations["get_scheduled"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows every section with its version. No secret is in here (SEC-29). */
        get: operations["get_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the actions (CMP-04). */
        put: operations["put_settings_actions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/ai": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes how AI writing sounds (AIW-06). */
        put: operations["put_settings_ai"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/ai/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks the configured model for one word, which costs some forty tokens. Five times at once, then once in a minute. */
        post: operations["post_settings_ai_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the categories (CRM-19). Conversations keep the category they have. */
        put: operations["put_settings_categories"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shows the settings that the console needs. */
        get: operations["get_settings_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes which fields there are, and which the panel shows (CRM-03, CRM-04). Values that were collected stay. */
        put: operations["put_settings_fields"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes when people answer (CHN-09). */
        put: operations["put_settings_hours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/inboxes/{inbox}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes how an inbox behaves. */
        put: operations["put_settings_inboxes_inbox"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/statuses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the response statuses: their names, colours and order (STA-02 to STA-04). */
        put: operations["put_settings_statuses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the tags and their folders (CRM-09). Contacts keep the tags they have. */
        put: operations["put_settings_tags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the canned responses. */
        put: operations["put_settings_templates"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Says whether the desk has no operator yet, so that the console asks for the first instead of a password. */
        get: operations["get_setup"];
        put?: never;
        /** Makes the first administrator and signs them in. */
        post: operations["post_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in. Ten attempts at a login and thirty from an address are free, more have to wait. */
        post: operations["post_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends this session. */
        post: operations["post_sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-out/everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends all sessions of the operator, this one too. */
        post: operations["post_sign_out_everywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Uploads a file: its bytes and nothing else, at most 4 MiB. What it is is told from the bytes: JPEG, PNG, WebP, GIF, PDF,
         *     `WebM` sound, MP4. Which of them a channel shows says the reply.
         */
        post: operations["post_uploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A named list of steps. All of them are done, or none. */
        Action: {
            /** @description What it is called by: 1 to 64 of `a-z 0-9 _ -`. */
            id: string;
            /** @description What people read: 1 to 64 characters. */
            name: string;
            /** @description What is done, in order: 1 to [`Action::MAX_STEPS`]. */
            steps: components["schemas"]["ActionStep"][];
        };
        /** @description What came of an action. */
        ActionDone: {
            /** @description The conversation after it. */
            conversation: components["schemas"]["ConversationView"];
            /** @description It had been done before; nothing was done now. */
            repeated: boolean;
            /** @description The steps, in order. A step that cannot be done refuses the whole action: then the problem's `field` names it. */
            steps: components["schemas"]["StepDone"][];
        };
        /** @description The desk's actions. */
        Actions: {
            /** @description In the order of the settings. */
            actions: components["schemas"]["Action"][];
        };
        /** @description One step of an action. */
        ActionStep: {
            /** @enum {string} */
            do: "join";
        } | {
            /** @enum {string} */
            do: "reply";
            /** @description The words. */
            text: string;
        } | {
            /** @enum {string} */
            do: "template";
            /** @description Its name. */
            template: string;
        } | {
            /** @enum {string} */
            do: "note";
            /** @description The words. */
            text: string;
        } | {
            /** @enum {string} */
            do: "tag";
            /** @description Which. */
            tag: string;
        } | {
            /** @enum {string} */
            do: "untag";
            /** @description Which. */
            tag: string;
        } | {
            /** @enum {string} */
            do: "status";
            /** @description Its id; left out: none. */
            status?: string | null;
        } | {
            /** @description Which; left out: none. */
            category?: string | null;
            /** @enum {string} */
            do: "category";
        } | {
            /** @enum {string} */
            do: "field";
            /** @description Which. */
            name: string;
            /** @description To what; empty removes it. */
            value: string;
        } | {
            /** @enum {string} */
            do: "assign";
            /** @description To whom. */
            to: components["schemas"]["GiveTo"];
        } | {
            /** @enum {string} */
            do: "hold";
            /**
             * Format: int32
             * @description For how many minutes; left out: until somebody resumes it.
             */
            minutes?: number | null;
        } | {
            /** @enum {string} */
            do: "confirm";
        } | {
            /** @enum {string} */
            do: "request_rating";
        } | {
            /** @enum {string} */
            do: "request_end";
        } | {
            /** @enum {string} */
            do: "complete";
        };
        /** @description AI writing. */
        AiView: {
            /** @description Whether a model is configured (AIW-08). */
            configured: boolean;
            /** @description Which setting to fill in or to change, if it is not. */
            problem?: string | null;
        };
        /** @description How AI writing sounds (AIW-06). */
        AiVoice: {
            /** @description How the brand speaks, in a sentence of at most 500 characters; `null` leaves it to the tone. */
            brand_voice?: string | null;
        };
        /**
         * @description How an answer changed.
         * @enum {string}
         */
        AnswerChange: "different" | "new" | "gone" | "other_rule";
        /** @description What was answered. */
        Answered: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Its row. */
            row: components["schemas"]["RowId"];
            /** @description The words, or the label of the button; `null` for what has none or was withdrawn. */
            text?: string | null;
        };
        /** @description To whom it goes. */
        Assign: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description `me`, `queue`, `bot` or the id of an operator. */
            to: string;
        };
        /** @description Who answers next. */
        Assignee: {
            /** @enum {string} */
            is: "bot";
        } | {
            /** @enum {string} */
            is: "queue";
            /** @description Waiting since. */
            since: components["schemas"]["Timestamp"];
        } | {
            /** @description Who. */
            id: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "operator";
        };
        /** @description Who wrote a row. */
        Author: {
            /** @enum {string} */
            is: "contact";
        } | {
            /** @enum {string} */
            is: "bot";
        } | {
            /** @description Who. */
            id: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "operator";
        };
        /**
         * @description With what a candidate is compared.
         * @enum {string}
         */
        BaselineName: "in_force" | "recorded";
        /** @description What a row is. */
        BodyView: (components["schemas"]["InboundView"] & {
            /** @enum {string} */
            kind: "inbound";
        }) | (components["schemas"]["OutboundView"] & {
            /** @enum {string} */
            kind: "outbound";
        }) | {
            author?: components["schemas"]["OperatorId"] | null;
            /** @description What people read for them. */
            author_name?: string | null;
            /** @enum {string} */
            kind: "note";
            /** @description What it says. */
            text: string;
        } | {
            /** @enum {string} */
            kind: "system";
            /** @description As data. */
            line: components["schemas"]["SystemLine"];
            /** @description The same in the reader's language. */
            text: string;
        };
        /** @description When people answer: a week, minus holidays (CHN-09). */
        BusinessHours: {
            /**
             * @description See `monday`.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            friday: string[];
            /**
             * @description Days that are closed whatever the week says.
             * @default []
             * @example [
             *       "2027-01-01"
             *     ]
             */
            holidays: string[];
            /**
             * @description Opening times by day of the week; a day without any is a closing day.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            monday: string[];
            /**
             * @description See `monday`.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            saturday: string[];
            /**
             * @description See `monday`.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            sunday: string[];
            /**
             * @description See `monday`.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            thursday: string[];
            /**
             * @description An IANA name such as `Asia/Tokyo`.
             * @default Asia/Tokyo
             * @example Asia/Tokyo
             */
            time_zone: string;
            /**
             * @description See `monday`.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            tuesday: string[];
            /**
             * @description See `monday`.
             * @default [
             *       "00:00-24:00"
             *     ]
             * @example [
             *       "10:00-19:00"
             *     ]
             */
            wednesday: string[];
        };
        /** @description Something to press. */
        Button: {
            /** @description What rules and the desk know it by: at most [`Button::MAX_ID_BYTES`] bytes. */
            id: string;
            /** @description What people read on it. */
            label: string;
        };
        /** @description Some of the desk's scheduled messages, by time. */
        CalendarPage: {
            /** @description May be fewer than `limit` although there are more: a filter looks at 300 at a time. */
            items: components["schemas"]["ScheduledView"][];
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
        };
        /**
         * @description How a version came into force.
         * @enum {string}
         */
        CameByView: "publishing" | "rolling_back";
        /** @description Which scheduled message to take back. */
        CancelScheduled: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            scheduled?: components["schemas"]["ScheduledId"] | null;
        };
        /** @description One card of a carousel. */
        CarouselCard: {
            /** @description What may be pressed. */
            buttons?: components["schemas"]["Button"][];
            /** @description The public https address of its picture. */
            image?: string | null;
            link?: components["schemas"]["Link"] | null;
            /** @description Words beneath it. */
            text?: string | null;
            /** @description Its headline. */
            title: string;
        };
        /**
         * @description Whether a channel can carry something.
         * @enum {string}
         */
        Carries: "yes" | "as_link" | "as_buttons" | "no";
        /** @description What cases came to. */
        CasesView: {
            /** @description How many there are. */
            count: number;
            /** @description Those that failed. */
            failed: components["schemas"]["FailedCase"][];
            /** @description The rules that acted in no case. */
            uncovered: string[];
        };
        /** @description A category of enquiries (処理タイプ, CRM-18); up to three levels. */
        Category: {
            /** @description What it is divided into. */
            children?: components["schemas"]["Category"][];
            /** @description Its name; a conversation carries the names from the top joined by ` / `, 64 characters in all. */
            name: string;
        };
        /** @description A category. */
        CategoryBody: {
            /** @description The category, at most 64 characters; `null` is none. */
            category?: string | null;
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
        };
        /** @description A change of a section as a whole. */
        Change_AiVoice: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            /** @description How AI writing sounds (AIW-06). */
            value: {
                /** @description How the brand speaks, in a sentence of at most 500 characters; `null` leaves it to the tone. */
                brand_voice?: string | null;
            };
        };
        /** @description A change of a section as a whole. */
        Change_BusinessHours: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            /** @description When people answer: a week, minus holidays (CHN-09). */
            value: {
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                friday: string[];
                /**
                 * @description Days that are closed whatever the week says.
                 * @default []
                 * @example [
                 *       "2027-01-01"
                 *     ]
                 */
                holidays: string[];
                /**
                 * @description Opening times by day of the week; a day without any is a closing day.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                monday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                saturday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                sunday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                thursday: string[];
                /**
                 * @description An IANA name such as `Asia/Tokyo`.
                 * @default Asia/Tokyo
                 * @example Asia/Tokyo
                 */
                time_zone: string;
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                tuesday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                wednesday: string[];
            };
        };
        /** @description A change of a section as a whole. */
        Change_InboxConduct: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            /** @description How an inbox behaves. */
            value: {
                /** @description Ask for a rating when the contact ends (CSA-03). */
                ask_rating: boolean;
                /** @description Give a conversation that needs a person to whoever is free (ASG-04). */
                auto_assign: boolean;
                /**
                 * Format: int64
                 * @description Hours of silence after which the bot's conversations complete; 0 is never.
                 */
                auto_complete_bot_hours: number;
                /**
                 * Format: int64
                 * @description Hours of silence after which the operators' conversations complete; 0 is never.
                 */
                auto_complete_operator_hours: number;
                /** @description A button's text counts as confirmed (INB-07). */
                auto_confirm_buttons: boolean;
                /** @description Text that a keyword answered counts as confirmed (INB-07). */
                auto_confirm_keywords: boolean;
                /**
                 * Format: int64
                 * @description Hours of silence after which the customer is asked whether to end: 0 (never), 1, 2, 6, 24 or 48.
                 */
                auto_end_request_hours: number;
                /** @description Whether rules answer here. */
                bot: boolean;
                /**
                 * Format: int64
                 * @description Minutes that an end request waits for the customer's answer.
                 */
                end_request_grace_minutes: number;
                hours?: components["schemas"]["BusinessHours"] | null;
                language?: components["schemas"]["Language"] | null;
                /** @description What operators read, at most 64 characters. */
                name: string;
                /** @description Give a conversation to the operator who last had it (ASG-02). */
                prefer_last_operator: boolean;
                /** @description LINE: never use the free reply token. */
                push_only: boolean;
                /** @description Who takes a completed conversation when the contact writes again. */
                reopen_to: components["schemas"]["ReopenTo"];
                /** @description The inbox's own words for what the desk says by itself. */
                texts?: {
                    [key: string]: string;
                };
            };
        };
        /** @description A change of a section as a whole. */
        Change_Vec_Action: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            value: {
                /** @description What it is called by: 1 to 64 of `a-z 0-9 _ -`. */
                id: string;
                /** @description What people read: 1 to 64 characters. */
                name: string;
                /** @description What is done, in order: 1 to [`Action::MAX_STEPS`]. */
                steps: components["schemas"]["ActionStep"][];
            }[];
        };
        /** @description A change of a section as a whole. */
        Change_Vec_Category: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            value: {
                /** @description What it is divided into. */
                children?: components["schemas"]["Category"][];
                /** @description Its name; a conversation carries the names from the top joined by ` / `, 64 characters in all. */
                name: string;
            }[];
        };
        /** @description A change of a section as a whole. */
        Change_Vec_FieldSetting: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            value: {
                /** @description What its values are. */
                kind: components["schemas"]["FieldKind"];
                /** @description What rules, forms and people call it, at most 64 characters. */
                name: string;
                /** @description Whether the panel beside a conversation shows it (CRM-04). What was collected stays either way. */
                shown: boolean;
            }[];
        };
        /** @description A change of a section as a whole. */
        Change_Vec_ResponseStatus: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            value: {
                /** @description Its colour. */
                color: components["schemas"]["LabelColor"];
                /** @description What people read in English. */
                en: string;
                /** @description What rules and the API call it. */
                id: string;
                /** @description What people read in Japanese. */
                ja: string;
            }[];
        };
        /** @description A change of a section as a whole. */
        Change_Vec_TagFolder: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            value: {
                /** @description Its name, at most 64 characters. */
                name: string;
                /** @description Its tags, in order. */
                tags: string[];
            }[];
        };
        /** @description A change of a section as a whole. */
        Change_Vec_Template: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            value: {
                /** @description The folder that people find it in; none is the top. */
                folder?: string | null;
                /** @description One to five messages, in order. `{{customer}}`, `{{operator}}` and `{{field:name}}` are filled in. */
                messages: string[];
                /** @description What rules and people call it, at most 64 characters. */
                name: string;
            }[];
        };
        /** @description An answer that changed. */
        ChangedAnswer: {
            /** @description What the candidate answers. */
            after: components["schemas"]["RulesAnswer"];
            /**
             * Format: int64
             * @description For a timer: after so many seconds of silence.
             */
            after_seconds?: number | null;
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description What was answered. */
            before: components["schemas"]["RulesAnswer"];
            /** @description What kind of change it is. */
            change: components["schemas"]["AnswerChange"];
            /** @description The caller's name of the conversation. */
            conversation: string;
            /** @description The caller's name of the event; for a timer, of the last one before it. */
            event: string;
            /** @description The beginning of what the contact wrote, at most 200 characters; the label or id of a button. */
            text: string;
        };
        /** @description A rule that is not what it was. */
        ChangedRule: {
            /** @description As it is. */
            after: components["schemas"]["RuleText"];
            /** @description As it was. */
            before: components["schemas"]["RuleText"];
            /** @description Functions, variables and constants of its file that it uses and that are not what they were. */
            helpers: string[];
            /** @description Its name. */
            name: string;
            /** @description What about it changed; never empty. */
            what: components["schemas"]["RuleAspect"][];
            /** @description Keywords, buttons, the pattern or the length of time that are new. */
            words_added: string[];
            /** @description Those that are gone. */
            words_removed: string[];
        };
        /** @description One's own name. */
        ChangeMe: {
            /** @description What people read. */
            name: components["schemas"]["Name"];
        };
        /** @description What to change of an operator; what is left out stays. */
        ChangeOperator: {
            /**
             * Format: int32
             * @description How many conversations they take at once, 1 to 100.
             */
            capacity?: number | null;
            /** @description `true` signs them out for good, `false` lets them in again. */
            disabled?: boolean | null;
            /** @description The inboxes they answer; an empty list means all. */
            inboxes?: components["schemas"]["InboxId"][] | null;
            name?: components["schemas"]["Name"] | null;
            role?: components["schemas"]["Role"] | null;
        };
        /** @description What is new in a conversation. */
        Changes: {
            /** @description The conversation as it is. */
            conversation: components["schemas"]["ConversationView"];
            /** @description For the next time. */
            cursor: string;
            /** @description Too much is new: read the thread afresh. */
            gap: boolean;
            /** @description New rows in order of `seq`, and rows before them whose delivery or file has changed; put each in its place by `seq`. */
            rows: components["schemas"]["RowView"][];
        };
        /**
         * @description A kind of provider. One connected account of it is an [`Inbox`](crate::Inbox).
         *
         *     Adding a channel is a variant here (the compiler lists the rest), a module in `crates/channels` with its sample
         *     bodies, and a section of `samplconfig.toml`.
         * @enum {string}
         */
        ChannelKind: "line" | "telegram" | "web" | "whatsapp" | "messenger" | "instagram" | "wechat";
        /**
         * @description Something that must be right for an inbox to work.
         * @enum {string}
         */
        Check: "account" | "webhook" | "delivery" | "origins" | "keys";
        /** @description A whole set of rules. */
        CheckBody: {
            /** @description Every file of its cases, at most 64. */
            cases?: components["schemas"]["SourceBody"][];
            /** @description Every file of the set, at most 64. */
            sources: components["schemas"]["SourceBody"][];
        };
        /** @description What the check found. */
        Checked: {
            cases?: components["schemas"]["CasesView"] | null;
            /** @description Findings by file and line, in rules and cases. */
            diagnostics: components["schemas"]["DiagnosticView"][];
            /** @description Whether the sources could be published: no mistakes, and no case that fails. */
            ok: boolean;
            /** @description The rules; empty if they have mistakes. */
            rules: components["schemas"]["RuleView"][];
            version?: components["schemas"]["RulesVersion"] | null;
        };
        /** @description One of them. */
        CheckView: {
            /** @description What was looked at. */
            check: components["schemas"]["Check"];
            /** @description What was found and what to do about it, in the caller's language. No secret is in here (SEC-29). */
            detail: string;
            /** @description Whether it is right. */
            ok: boolean;
        };
        /** @description The name of an intent: 8 to 64 letters, digits, `_` and `-`, such as a ULID or a UUID. */
        ClientId: string;
        /** @description Somebody of the team, as colleagues see them. */
        Colleague: {
            /**
             * Format: int32
             * @description How many they take at once.
             */
            capacity: number;
            /** @description Signed out for good. */
            disabled: boolean;
            /** @description Which operator. */
            id: components["schemas"]["OperatorId"];
            /** @description The inboxes they answer; empty means all. */
            inboxes: components["schemas"]["InboxId"][];
            /**
             * Format: int32
             * @description How many conversations they hold.
             */
            load: number;
            /** @description What people read. */
            name: string;
            /** @description Whether they take work now. */
            presence: components["schemas"]["Presence"];
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /** @description The password, once more. */
        Confirmation: {
            /** @description The password. */
            password: string;
            /** @description Whether to answer with the session's token, for programs. */
            token?: boolean;
        };
        /** @description A contact: the person who writes to us. See [`ContactId::of`]. */
        ContactId: string;
        /** @description A contact, without their identity at the provider's send call. */
        ContactView: {
            /** @description The name of their account. */
            account_name: string;
            /** @description Blocked (CRM-16). */
            blocked: boolean;
            /** @description Pinned to the top of the list (INB-08). */
            bookmarked: boolean;
            /** @description What the team calls them (システム表示名), if it does. */
            display_name?: string | null;
            /** @description What is known about them, by name of the field. */
            fields: {
                [key: string]: string;
            };
            /** @description Left out of the list (INB-15). */
            hidden: boolean;
            /** @description Which contact. */
            id: components["schemas"]["ContactId"];
            /** @description Their id at the provider. */
            identity: string;
            /** @description Their language as an IETF tag, as far as the provider tells. */
            language?: string | null;
            /** @description What lists and headers show: the team's name for them, or the account's; empty if neither is known. */
            name: string;
            /** @description Where our copy of their picture is, if there is one: a path of this API. */
            picture?: string | null;
            /** @description The id of the response status (対応ステータス), if one is set. */
            response_status?: string | null;
            /** @description When they first came. */
            since: components["schemas"]["Timestamp"];
            /** @description Tags. */
            tags: string[];
            /** @description The provider delivers nothing to them. */
            unreachable: boolean;
        };
        /** @description One bubble of a message. */
        Content: {
            /** @description The words, as they were written. */
            text: string;
            /** @enum {string} */
            type: "text";
        } | (components["schemas"]["Media"] & {
            /** @enum {string} */
            type: "media";
        }) | {
            /** @description Its address, if it was given. */
            address?: string | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /** @description Its name, if it was given. */
            title?: string | null;
            /** @enum {string} */
            type: "location";
        } | {
            /** @description The provider's id of it. */
            id: string;
            /** @description The emoji or the words that stand for it, if the provider tells. */
            text?: string | null;
            /** @enum {string} */
            type: "sticker";
        } | {
            /** @description The name on it. */
            name: string;
            /** @description The telephone number on it. */
            phone?: string | null;
            /** @enum {string} */
            type: "card";
        } | {
            /** @description What may be picked, at most [`Button::MAX`]. */
            buttons: components["schemas"]["Button"][];
            /** @description Whether the buttons vanish with the next message (quick replies) or stay (buttons). */
            quick?: boolean;
            /** @description The question. */
            text: string;
            /** @enum {string} */
            type: "choice";
        } | {
            /** @description What opens the list, where it has to be opened; the channel's own words if it is left out. */
            open?: string | null;
            /** @description What may be picked, at most [`ListRow::MAX`]. */
            rows: components["schemas"]["ListRow"][];
            /** @description The question. */
            text: string;
            /** @enum {string} */
            type: "list";
        } | {
            /** @description The cards, at most [`CarouselCard::MAX`]. */
            cards: components["schemas"]["CarouselCard"][];
            /** @description Words before the cards; empty if there are none. */
            text?: string;
            /** @enum {string} */
            type: "carousel";
        } | (components["schemas"]["ProviderTemplate"] & {
            /** @enum {string} */
            type: "template";
        }) | {
            /** @description Field and answer, in the order of the form. */
            fields: [
                string,
                string
            ][];
            /** @enum {string} */
            type: "form";
        } | {
            /** @description The provider's word for it. */
            kind: string;
            /** @enum {string} */
            type: "unsupported";
        };
        /** @description A conversation. See [`ConversationId::of`]. */
        ConversationId: string;
        /** @description Some of a list. */
        ConversationPage: {
            /** @description The conversations. May be fewer than `limit` although there are more: a filter looks at 500 at a time. */
            items: components["schemas"]["ConversationView"][];
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
        };
        /** @description A conversation, as lists and headers show it. */
        ConversationView: {
            /** @description When the last message went in or out. */
            active_at: components["schemas"]["Timestamp"];
            /** @description Whether an operator has answered since it was opened (STA-14). */
            answered: boolean;
            /** @description Who answers next. */
            assignee: components["schemas"]["Assignee"];
            /** @description What people read for the assignee, if it is an operator. */
            assignee_name?: string | null;
            /** @description The bot is silent until the conversation is given back to it. */
            automation_stopped: boolean;
            /** @description Enquiry category (処理タイプ). */
            category?: string | null;
            /** @description The inbox's kind. */
            channel: components["schemas"]["ChannelKind"];
            /** @description With whom. */
            contact: components["schemas"]["ContactView"];
            deadline?: components["schemas"]["Timestamp"] | null;
            free_reply_until?: components["schemas"]["Timestamp"] | null;
            /** @description Which conversation. */
            id: components["schemas"]["ConversationId"];
            /** @description The inbox it runs in. */
            inbox: components["schemas"]["InboxId"];
            /** @description The last message is ours and failed, or may not have arrived. */
            last_failed: boolean;
            next_scheduled_at?: components["schemas"]["Timestamp"] | null;
            /** @description Where it is in its life. */
            phase: components["schemas"]["Phase"];
            /** @description Where a list shows it. */
            place: components["schemas"]["PlaceView"];
            /** @description The beginning of the last message. Notes are not shown here. */
            preview: string;
            preview_by?: components["schemas"]["PreviewBy"] | null;
            rating?: components["schemas"]["Rating"] | null;
            /** @description Web: how far the contact has received and read; compare with a row's `stream_seq`. */
            receipts: components["schemas"]["Receipts"];
            /**
             * Format: int32
             * @description How many messages are scheduled (CMP-05).
             */
            scheduled: number;
            /**
             * Format: int64
             * @description The newest row's number; rows are numbered 1, 2, … without a gap.
             */
            seq: number;
            /** @description When it was first opened. */
            since: components["schemas"]["Timestamp"];
            /**
             * Format: int32
             * @description Messages that nobody has confirmed (未確認).
             */
            unconfirmed: number;
            /** @description Whose turn it is to write. */
            waiting_for: components["schemas"]["WaitingFor"];
            window?: components["schemas"]["WindowView"] | null;
        };
        /** @description What the next message costs on LINE (EXT-01). */
        CostView: {
            /**
             * Format: int64
             * @description How many it will have seen at its end, if it goes on like this.
             */
            forecast: number;
            free_until?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description How many pushes it allows; `null` for any number, or before LINE has told.
             */
            limit?: number | null;
            /** @description The month in Japan, such as `2026-11`. */
            month: string;
            /**
             * Format: int64
             * @description How many are left; `null` as for `limit`.
             */
            remaining?: number | null;
            /** @description Whom the inbox stops from pushing now. */
            stopped: components["schemas"]["PushStop"];
            told_at?: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description How many it has seen.
             */
            used: number;
        };
        /** @description How many. */
        Count: {
            /**
             * Format: int32
             * @description At most 99.
             */
            count: number;
            /** @description There are more: show a plus sign behind the number. */
            more: boolean;
        };
        /** @description The tabs of the list. Hidden contacts do not count, nor inboxes that the caller may not see. */
        Counts: {
            /** @description 一覧: all of them. */
            all: components["schemas"]["Count"];
            /** @description 終了済み: those finished. */
            completed: components["schemas"]["Count"];
            /** @description 自分: mine, on hold or not. */
            mine: components["schemas"]["Count"];
            /** @description 保留: those put aside. */
            on_hold: components["schemas"]["Count"];
            /** @description 未確認: those with messages that nobody has confirmed. */
            unconfirmed: components["schemas"]["Count"];
            /** @description 待機: those that nobody has claimed. */
            waiting: components["schemas"]["Count"];
        };
        /** @description How the rules in force came to be so. */
        CurrentView: {
            /** @description Since when. */
            at: components["schemas"]["Timestamp"];
            /** @description The operator who put them in force, or a word such as `folder`. */
            by: string;
            /** @description What people read for them. */
            by_name: string;
            /** @description Whether they were published or gone back to. */
            came_by: components["schemas"]["CameByView"];
            /** @description Why, in their words. */
            note: string;
            previous?: components["schemas"]["RulesVersion"] | null;
            /** @description Their version. */
            version: components["schemas"]["RulesVersion"];
        };
        /** @description A dead letter and what it says. */
        DeadLetterDetail: components["schemas"]["DeadLetterView"] & {
            /** @description Its body as text (WeChat: decrypted), at most 65,536 characters. What is no UTF-8 is shown as U+FFFD. */
            body: string;
            /** @description Whether that is all of it. */
            whole: boolean;
        };
        /** @description Dead letters, the newest first. */
        DeadLetterPage: {
            /** @description The letters. */
            items: components["schemas"]["DeadLetterView"][];
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
        };
        /** @description A webhook that was proven and could not be read or routed. */
        DeadLetterView: {
            /** @description When it came. */
            at: components["schemas"]["Timestamp"];
            /** @description To which inbox it was posted. */
            inbox: components["schemas"]["InboxId"];
            /**
             * @description Its name.
             * @example 1795132801000-0123456789abcdef
             */
            letter: string;
            /** @description How long it is, in bytes. */
            size_bytes: number;
            /** @description What is wrong with it, a line each. */
            why: string;
        };
        /**
         * @description The states of a delivery.
         * @enum {string}
         */
        DeliveryState: "queued" | "sending" | "checking" | "sent" | "delivered" | "read" | "failed" | "unknown" | "cancelled";
        /** @description How far an outbound row has come. */
        DeliveryView: {
            at?: components["schemas"]["Timestamp"] | null;
            reason?: components["schemas"]["FailReason"] | null;
            /** @description The same in the reader's language; a code of the provider that is not known, in the provider's words. */
            reason_text?: string | null;
            /** @description The state. */
            state: components["schemas"]["DeliveryState"];
        };
        /**
         * @description How much room things take.
         * @enum {string}
         */
        Density: "comfortable" | "compact";
        /** @description The desk. */
        DeskView: {
            /** @description AI writing. */
            ai: components["schemas"]["AiView"];
            /** @description Categories of enquiries (処理タイプ). Conversations may have others. */
            categories: components["schemas"]["Category"][];
            /** @description What is known about contacts. They may have other fields. */
            fields: components["schemas"]["FieldSetting"][];
            /** @description The connected accounts that the caller may see. */
            inboxes: components["schemas"]["InboxView"][];
            /** @description The language spoken to contacts whose own is not known. */
            language: components["schemas"]["Language"];
            /** @description The name that people read. */
            name: string;
            /** @description The team's response statuses (対応ステータス), in order. */
            statuses: components["schemas"]["ResponseStatus"][];
            /** @description Tags in their folders. Contacts may have others. */
            tags: components["schemas"]["TagFolder"][];
            /** @description Canned responses (テンプレート). */
            templates: components["schemas"]["Template"][];
            /** @description The IANA name of the desk's time zone. */
            time_zone: string;
        };
        /** @description One finding in a source file. */
        DiagnosticView: {
            /** @description What kind of finding it is, for programs: a stable word such as `unknown-function`. */
            code: string;
            /**
             * Format: int32
             * @description The column in characters, counted from 1; 0 if it is about the line as a whole.
             */
            column: number;
            /** @description The file it is in. */
            file: string;
            /** @description What to do about it; empty if the message says it all. */
            hint: string;
            /**
             * Format: int32
             * @description The line, counted from 1; 0 if it is about the file as a whole.
             */
            line: number;
            /** @description What is wrong. */
            message: string;
            /** @description Whether it can run. */
            severity: components["schemas"]["SeverityView"];
            /** @description The line itself; empty if it is about the file as a whole. */
            source_line: string;
        };
        /** @description What to compare. */
        DiffBody: {
            /** @description The rules after; left out: those in force. */
            after?: components["schemas"]["Side"];
            /** @description The rules before; left out: those in force. */
            before?: components["schemas"]["Side"];
        };
        /**
         * @description Where a stretch of a diff stands.
         * @enum {string}
         */
        DiffName: "same" | "added" | "removed";
        /** @description A stretch of a diff. */
        DiffView: {
            /** @description `same`, `added` or `removed`. */
            kind: components["schemas"]["DiffName"];
            /** @description Its text. */
            text: string;
        };
        /** @description What came of a command. */
        Done: {
            /** @description The conversation after it. */
            conversation: components["schemas"]["ConversationView"];
            /** @description It had been done before; nothing was done now. */
            repeated: boolean;
            row?: components["schemas"]["RowView"] | null;
        };
        /** @description A draft to keep. */
        DraftBody: {
            /** @description When they were last changed, by the writer's clock. An older draft does not take the place of a newer one. */
            edited_at: components["schemas"]["Timestamp"];
            /** @description The words, at most 20,000 characters. */
            text: string;
        };
        /** @description A draft in a list. */
        DraftEntry: {
            /** @description In which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description When it was last changed. */
            edited_at: components["schemas"]["Timestamp"];
            /** @description For whom it is. */
            mode: components["schemas"]["ModeName"];
            /** @description How it begins. */
            preview: string;
        };
        /** @description What became of a draft. */
        DraftKept: {
            draft?: components["schemas"]["DraftView"] | null;
            /** @description Whether it is kept: a newer one, or a later sending, comes first. */
            kept: boolean;
        };
        /** @description One's own drafts in a conversation. */
        DraftsView: {
            /** @description At most one of each mode. */
            drafts: components["schemas"]["DraftView"][];
        };
        /** @description A draft as it is kept. */
        DraftView: {
            /** @description When they were last changed. */
            edited_at: components["schemas"]["Timestamp"];
            /** @description For whom it is. */
            mode: components["schemas"]["ModeName"];
            /** @description The words. */
            text: string;
        };
        /** @description Other words for a memo. */
        EditMemo: {
            /** @description Its words, at most 5,000 characters. */
            body: string;
            /** @description Its headline, at most 100 characters; may be empty. */
            title?: string;
            /**
             * Format: int32
             * @description The `version` of the memo that was changed. If it is another one by now, `memos-changed` shows the memo as it is.
             */
            version: number;
        };
        /**
         * @description Something that may be part of a message, or done beside one.
         * @enum {string}
         */
        Element: "text" | "image" | "video" | "audio" | "file" | "location" | "quick_replies" | "buttons" | "list" | "carousel" | "template" | "quote" | "typing" | "mark_read";
        /** @description Whether one element may be sent. */
        ElementView: {
            /** @description Whether it may be sent now. */
            allowed: boolean;
            /** @description How the channel carries it. */
            carried: components["schemas"]["Carries"];
            /** @description Which. */
            element: components["schemas"]["Element"];
            /** @description The most of it in one message, where that has a number: buttons, rows, cards. */
            most?: number | null;
            /** @description Why not, or as what it is sent; in the reader's language. */
            reason?: string | null;
        };
        /** @description One decision, told from the first rule to the last. */
        ExplanationView: {
            /** @description The rules that failed; what they proposed does not count. */
            failed: components["schemas"]["RuleFailed"][];
            /** @description The message as keywords see it. */
            folded: string;
            /** @description The rules that might have answered, in their order. */
            looked: components["schemas"]["LookView"][];
            /** @description How many rules were not looked at, because the occasion is another or none of their words came up. */
            others: number;
            /** @description What was proposed. */
            proposed: components["schemas"]["WantedView"][];
            /** @description A rule with a condition on the words or the button acted. */
            understood: boolean;
        };
        /** @description The first line of an export. */
        ExportHead: {
            /** @description When it was made. */
            at: components["schemas"]["Timestamp"];
            /** @description `madoguchi-history-1`. */
            format: string;
            /** @description The inboxes: channel, language, hours, timers, the inbox's own words. */
            inboxes: Record<string, never>[];
        };
        /** @description Facts that rules may look at. What is left out is as in a first message at this moment. */
        FactsBody: {
            /** @default null */
            at: components["schemas"]["Timestamp"] | null;
            /**
             * @description The contact's fields.
             * @default {}
             */
            fields: {
                [key: string]: string;
            };
            /**
             * @description The contact's last messages before this one, oldest first.
             * @default []
             */
            history: string[];
            /**
             * @description The inbox; the first one unless it is said.
             * @default null
             */
            inbox: string | null;
            /**
             * @description The contact's language as an IETF tag.
             * @default null
             */
            language: string | null;
            /**
             * Format: int32
             * @description Messages in a row that no rule understood, this one included.
             * @default 0
             */
            misses: number;
            /**
             * @description The contact's name.
             * @default
             */
            name: string;
            /**
             * Format: int32
             * @description Operators who are online.
             * @default 0
             */
            online: number;
            /**
             * @description The contact's tags.
             * @default []
             */
            tags: string[];
            /**
             * @description What rules remembered.
             * @default {}
             */
            vars: {
                [key: string]: string;
            };
            /**
             * @description Whether people have the conversation, and not the bot.
             * @default false
             */
            with_people: boolean;
        };
        /** @description A case that did not come out as expected. */
        FailedCase: {
            /** @description What was expected and what came, in words. */
            failures: string[];
            /** @description The file it is in. */
            file: string;
            /**
             * Format: int32
             * @description The line its name stands in, counted from 1.
             */
            line: number;
            /** @description Its name. */
            name: string;
        };
        /** @description Why a message did not go out. */
        FailReason: {
            /** @enum {string} */
            is: "unreachable";
        } | {
            /**
             * Format: int64
             * @description The provider's code, if it gives one.
             */
            code?: number | null;
            /** @description The provider's message. */
            detail: string;
            /** @enum {string} */
            is: "refused";
        } | {
            /** @enum {string} */
            is: "window_closed";
        } | {
            /** @enum {string} */
            is: "quota_exhausted";
        } | {
            /** @enum {string} */
            is: "token_expired";
        } | {
            /** @enum {string} */
            is: "unauthorized";
        } | {
            /** @enum {string} */
            is: "expired";
        } | {
            /** @description What it cannot carry. */
            detail: string;
            /** @enum {string} */
            is: "unsupported";
        };
        /** @description A rule of the candidate that failed. */
        FailureView: {
            /**
             * Format: int64
             * @description How often.
             */
            count: number;
            /** @description Its file. */
            file: string;
            /**
             * Format: int32
             * @description The line of the failure.
             */
            line: number;
            /** @description Its name. */
            rule: string;
        };
        /** @description A field of the contact. */
        FieldBody: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description Which, at most 64 characters. */
            name: string;
            /** @description To what, at most 500 characters; empty removes it. */
            value: string;
        };
        /** @description What the values of a field are. */
        FieldKind: {
            /** @enum {string} */
            type: "text";
        } | {
            /** @enum {string} */
            type: "number";
        } | {
            /** @enum {string} */
            type: "points";
        } | {
            /** @enum {string} */
            type: "date";
        } | {
            /** @enum {string} */
            type: "phone";
        } | {
            /** @enum {string} */
            type: "email";
        } | {
            /** @description The list, in order. */
            of: string[];
            /** @enum {string} */
            type: "choice";
        };
        /** @description Something that is known about contacts (CRM-03). */
        FieldSetting: {
            /** @description What its values are. */
            kind: components["schemas"]["FieldKind"];
            /** @description What rules, forms and people call it, at most 64 characters. */
            name: string;
            /** @description Whether the panel beside a conversation shows it (CRM-04). What was collected stays either way. */
            shown: boolean;
        };
        /**
         * @description How far the copy of a file has come.
         * @enum {string}
         */
        FileState: "pending" | "stored" | "failed";
        /** @description A file that a contact sent. */
        FileView: {
            /**
             * Format: int32
             * @description A picture's height in pixels.
             */
            height?: number | null;
            /** @description Its type, as its bytes show it; what the sender claims until they are there. */
            mime?: string | null;
            /** @description Why there is none, in the reader's language. */
            reason?: string | null;
            /** @description Whether a browser may show it in its place; if not, it is for downloading. */
            shown: boolean;
            /**
             * Format: int64
             * @description Its size in bytes, as far as it is known.
             */
            size_bytes?: number | null;
            /** @description How far our copy of it has come. */
            state: components["schemas"]["FileState"];
            /** @description Where its bytes are, once they are there: a path of this API. */
            url?: string | null;
            /**
             * Format: int32
             * @description A picture's width in pixels.
             */
            width?: number | null;
        };
        /** @description To whom an action gives a conversation: `me`, `queue`, `bot` or the id of an operator. */
        GiveTo: string;
        /** @description What happened. */
        Happened: {
            /** @enum {string} */
            is: "said";
            /** @description `text`, `image`, … */
            kind: string;
            /** @description The words; empty if there are none. */
            text: string;
        } | {
            /** @description Its id. */
            button: string;
            /** @enum {string} */
            is: "pressed";
            /** @description The words on it. */
            label: string;
        } | {
            /** @enum {string} */
            is: "followed";
        } | {
            /** @enum {string} */
            is: "operator_said";
            /** @description The words. */
            text: string;
        } | {
            /** @enum {string} */
            is: "given_to";
            /** @description To whom. */
            to: components["schemas"]["Assignee"];
        } | {
            /** @enum {string} */
            is: "phase";
            /** @description Which. */
            phase: components["schemas"]["Phase"];
        } | {
            /** @enum {string} */
            is: "tagged";
            /** @description Which. */
            tag: string;
        } | {
            /** @enum {string} */
            is: "untagged";
            /** @description Which. */
            tag: string;
        } | {
            /** @description To what; `null` is none. */
            category?: string | null;
            /** @enum {string} */
            is: "category";
        } | {
            /** @enum {string} */
            is: "status";
            /** @description To what; `null` is none. */
            status?: string | null;
        };
        /** @description A page of the past. */
        HistoryPage: {
            /** @description What its further lines are. */
            conversations: components["schemas"]["PastConversation"][];
            /** @description What the first line of an exported file is. */
            head: components["schemas"]["ExportHead"];
            /** @description How many conversations were looked at. */
            looked_at: number;
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
        };
        /** @description For how long it is put aside. */
        Hold: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            until?: components["schemas"]["Timestamp"] | null;
        };
        /**
         * @description What a contact did.
         * @enum {string}
         */
        InboundEvent: "message" | "edited" | "unsent" | "tapped" | "reacted" | "followed" | "unfollowed" | "unsupported";
        /** @description What came from the contact. */
        InboundView: {
            /** @description What people read for the contact. */
            author_name: string;
            button?: components["schemas"]["Button"] | null;
            /** @description What it says; nothing once it was withdrawn. */
            contents: components["schemas"]["Content"][];
            /** @description The reactions that now stand. */
            emoji: string[];
            /** @description What the contact did. */
            event: components["schemas"]["InboundEvent"];
            file?: components["schemas"]["FileView"] | null;
            /** @description Received while the contact was blocked: not shown. */
            hidden: boolean;
            /** @description The provider's id of the message: its own, or that of the one which it is about. */
            message?: string | null;
            /** @description The provider's id of the message that it quotes. */
            quotes?: string | null;
            /** @description The contact took it back. */
            withdrawn: boolean;
        };
        /** @description What an inbox's connection came to. */
        InboxChecks: {
            /** @description What was looked at, in order. Which checks there are depends on the channel. */
            checks: components["schemas"]["CheckView"][];
            /** @description Whether everything is right. */
            ok: boolean;
        };
        /** @description How an inbox behaves. */
        InboxConduct: {
            /** @description Ask for a rating when the contact ends (CSA-03). */
            ask_rating: boolean;
            /** @description Give a conversation that needs a person to whoever is free (ASG-04). */
            auto_assign: boolean;
            /**
             * Format: int64
             * @description Hours of silence after which the bot's conversations complete; 0 is never.
             */
            auto_complete_bot_hours: number;
            /**
             * Format: int64
             * @description Hours of silence after which the operators' conversations complete; 0 is never.
             */
            auto_complete_operator_hours: number;
            /** @description A button's text counts as confirmed (INB-07). */
            auto_confirm_buttons: boolean;
            /** @description Text that a keyword answered counts as confirmed (INB-07). */
            auto_confirm_keywords: boolean;
            /**
             * Format: int64
             * @description Hours of silence after which the customer is asked whether to end: 0 (never), 1, 2, 6, 24 or 48.
             */
            auto_end_request_hours: number;
            /** @description Whether rules answer here. */
            bot: boolean;
            /**
             * Format: int64
             * @description Minutes that an end request waits for the customer's answer.
             */
            end_request_grace_minutes: number;
            hours?: components["schemas"]["BusinessHours"] | null;
            language?: components["schemas"]["Language"] | null;
            /** @description What operators read, at most 64 characters. */
            name: string;
            /** @description Give a conversation to the operator who last had it (ASG-02). */
            prefer_last_operator: boolean;
            /** @description LINE: never use the free reply token. */
            push_only: boolean;
            /** @description Who takes a completed conversation when the contact writes again. */
            reopen_to: components["schemas"]["ReopenTo"];
            /** @description The inbox's own words for what the desk says by itself. */
            texts?: {
                [key: string]: string;
            };
        };
        /** @description An inbox: one connected account of a channel. Chosen by the admin, part of the webhook address. */
        InboxId: string;
        /** @description A connected account. */
        InboxSettingsView: {
            /** @description The kind of its channel. */
            channel: components["schemas"]["ChannelKind"];
            /** @description How it behaves. */
            conduct: components["schemas"]["SectionView_InboxConduct"];
            /** @description What goes into the page that shows the web messenger; `null` for other channels (CHN-04). */
            embed_code?: string | null;
            /** @description Which inbox. */
            id: components["schemas"]["InboxId"];
            /** @description The address to enter at the provider; `null` for the web messenger, which needs none. */
            webhook_url?: string | null;
        };
        /** @description A connected account. */
        InboxView: {
            /** @description Whether rules answer here. */
            bot: boolean;
            /** @description What the channel can carry (CHN-12): limits, kinds of content, what it reports. */
            capabilities: Record<string, never>;
            /** @description The kind of provider. */
            channel: components["schemas"]["ChannelKind"];
            /** @description Which inbox. */
            id: components["schemas"]["InboxId"];
            /** @description The language spoken there to contacts whose own is not known. */
            language: components["schemas"]["Language"];
            /** @description What operators read. */
            name: string;
            /** @description Whether people answer now. */
            open_now: boolean;
        };
        /**
         * @description A colour of the console's palette: every one is legible on light and on dark.
         * @enum {string}
         */
        LabelColor: "blue" | "red" | "green" | "amber" | "purple" | "teal" | "pink" | "gray";
        /**
         * @description A language the desk speaks.
         * @enum {string}
         */
        Language: "ja" | "en";
        /**
         * @description How long a text is (AIW-04).
         * @enum {string}
         */
        LengthName: "shorter" | "longer";
        /** @description A button that opens a page. */
        Link: {
            /** @description What people read on it. */
            label: string;
            /** @description The https address. */
            url: string;
        };
        /** @description A row of a list. */
        ListRow: {
            /** @description More words about it. */
            description?: string | null;
            /** @description What rules and the desk know it by, as a [`Button`]'s. */
            id: string;
            /** @description What people read. */
            label: string;
        };
        /** @description What the socket says. Each is a hint: ask for the changes over HTTP. */
        LiveEvent: {
            /** @enum {string} */
            type: "ready";
        } | {
            /** @description Which. */
            conversation: components["schemas"]["ConversationId"];
            /**
             * Format: int64
             * @description Its newest row.
             */
            seq: number;
            /** @enum {string} */
            type: "changed";
        } | {
            /** @description Which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Who. */
            operator: components["schemas"]["OperatorId"];
            /** @enum {string} */
            type: "viewing";
            /** @description They are writing something. */
            typing: boolean;
        } | {
            /** @description In which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Whether they go on. */
            on: boolean;
            /** @enum {string} */
            type: "typing";
        } | {
            /** @enum {string} */
            type: "missed";
        } | {
            /** @description None of them is `several`. */
            events: components["schemas"]["LiveEvent"][];
            /** @enum {string} */
            type: "several";
        } | {
            /** @enum {string} */
            type: "pong";
        };
        /** @description What somebody signs in with: 1 to 64 of `a-z 0-9 . _ - + @`, whatever the case. */
        Login: string;
        /** @description One rule in an explanation. */
        LookView: {
            /** @description Its file. */
            file: string;
            /**
             * Format: int32
             * @description The line it begins at.
             */
            line: number;
            /** @description What matched, as the admin wrote it. */
            matched: string;
            /** @description What became of it. */
            outcome: components["schemas"]["OutcomeView"];
            /** @description Its name. */
            rule: string;
            /** @description Why, where the outcome alone does not say it. */
            why: string;
        };
        /** @description Who one is. */
        Me: {
            /** @description Whether the role may change the team and the rules. */
            admin: boolean;
            /** @description The password was made by somebody else: nothing else is allowed before `PUT /v1/me/password`. */
            change_password: boolean;
            /**
             * Format: int32
             * @description How many conversations they hold.
             */
            load: number;
            /** @description The operator. */
            operator: components["schemas"]["Operator"];
            /** @description Whether they take work now. */
            presence: components["schemas"]["Presence"];
            /** @description Since when the session runs. */
            signed_in_at: components["schemas"]["Timestamp"];
        };
        /** @description A file that came in or goes out. */
        Media: {
            /** @description The provider's mark of the pictures that were sent together. */
            album?: string | null;
            /** @description Words that came with it. */
            caption?: string | null;
            /**
             * Format: int64
             * @description Its length in milliseconds, for sound and film.
             */
            duration_ms?: number | null;
            /** @description What it is. */
            kind: components["schemas"]["MediaKind"];
            /** @description The type that the sender claims. */
            mime?: string | null;
            /** @description Its name, as display text only. */
            name?: string | null;
            /**
             * Format: int64
             * @description Its size in bytes, as far as it is known.
             */
            size_bytes?: number | null;
            /** @description Where its bytes are. */
            source: components["schemas"]["MediaSource"];
        };
        /**
         * @description Kinds of files.
         * @enum {string}
         */
        MediaKind: "image" | "video" | "audio" | "voice" | "file";
        /** @description Where the bytes of a file are. */
        MediaSource: {
            /** @enum {string} */
            at: "provider";
            /** @description The provider's id; an address that the provider has signed for a while, where it gives no other. */
            id: string;
        } | {
            /** @enum {string} */
            at: "url";
            /** @description A smaller picture of it. */
            preview?: string | null;
            /** @description The address. */
            url: string;
        } | {
            /** @enum {string} */
            at: "upload";
            /** @description The id that the upload was given. */
            id: string;
        };
        /** @description An order of memos. */
        MemoOrder: {
            /** @description The id of every memo of the contact, once. */
            memos: string[];
        };
        /** @description The memos on a contact. */
        MemosView: {
            /** @description The one that was made or changed just now; `null` if none was. */
            memo?: string | null;
            /** @description In the team's order; new ones come first. */
            memos: components["schemas"]["MemoView"][];
        };
        /** @description A memo. */
        MemoView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Its words. */
            body: string;
            /** @description Who wrote it. */
            by: components["schemas"]["OperatorId"];
            /** @description What people read for them. */
            by_name: string;
            edited_at?: components["schemas"]["Timestamp"] | null;
            edited_by?: components["schemas"]["OperatorId"] | null;
            /** @description What people read for them. */
            edited_by_name?: string | null;
            /** @description Which one. */
            id: string;
            /** @description Its headline; may be empty. */
            title: string;
            /**
             * Format: int32
             * @description To be given back with a change.
             */
            version: number;
        };
        /** @description What the model came to. */
        ModelCheck: {
            /** @description Why it did not answer, in the caller's language; empty if it did. */
            detail: string;
            /**
             * Format: int64
             * @description How long the first sign of its answer took, in milliseconds; `null` if there was none.
             */
            latency_ms?: number | null;
            /** @description Whether it answered. */
            ok: boolean;
        };
        /**
         * @description For whom a draft is.
         * @enum {string}
         */
        ModeName: "reply" | "internal";
        /**
         * @description How a customer seems to feel.
         * @enum {string}
         */
        MoodName: "upset" | "anxious" | "neutral" | "happy";
        /** @description A rule whose place changed. */
        MovedRule: {
            /** @description Where it stood. */
            from: components["schemas"]["RuleSpot"];
            /** @description Its name. */
            name: string;
            /** @description Where it stands. */
            to: components["schemas"]["RuleSpot"];
        };
        /** @description One's own drafts. */
        MyDrafts: {
            /** @description At most 200. */
            drafts: components["schemas"]["DraftEntry"][];
        };
        /** @description Whether one takes work. */
        MyPresence: {
            /** @description `online`, `break` or `offline`. Say it again every 30 seconds: after 90 without it one is offline. */
            presence: components["schemas"]["Presence"];
        };
        /** @description What people read for somebody: 1 to 64 characters, not all blank. */
        Name: string;
        /** @description Somebody to add. */
        Newcomer: {
            /**
             * Format: int32
             * @description How many conversations they take at once, 1 to 100.
             */
            capacity?: number;
            /** @description The inboxes they answer; empty or left out means all. */
            inboxes?: components["schemas"]["InboxId"][];
            /** @description What to sign in with. */
            login: components["schemas"]["Login"];
            /** @description What people read. */
            name: components["schemas"]["Name"];
            /** @description Their first password: at least 12 characters. They change it with `PUT /v1/me/password`. */
            password: string;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
        };
        /** @description A new memo. */
        NewMemo: {
            /** @description Its words, at most 5,000 characters. */
            body: string;
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description Its headline, at most 100 characters; may be empty. */
            title?: string;
        };
        /** @description What to say to colleagues. */
        NewNote: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description The words, at most 20,000 characters. */
            text: string;
        };
        /** @description A password for somebody who cannot sign in. */
        NewOneTimePassword: {
            /** @description Until when it can be used. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description To be told to them, not in a chat. It opens nothing but the making of a password of their own, and is shown once. */
            password: string;
        };
        /** @description Another password. */
        NewPassword: {
            /** @description The one in force. */
            current: string;
            /** @description The one to come: at least 12 characters. */
            new: string;
            /** @description Whether to answer with the session's token, for programs. */
            token?: boolean;
        };
        /**
         * @description Why a scheduled message was not sent when its time came.
         * @enum {string}
         */
        NotSent: "blocked" | "cannot_carry";
        /**
         * @description What happened.
         * @enum {string}
         */
        OccasionName: "message" | "button" | "opened" | "followed" | "handed_over" | "ended" | "after";
        /** @description A member of the team. */
        Operator: {
            /**
             * Format: int32
             * @description How many conversations they take at once.
             */
            capacity: number;
            /** @description Signed out for good; kept because the record names them. */
            disabled?: boolean;
            /** @description Which operator. */
            id: components["schemas"]["OperatorId"];
            /** @description The inboxes whose conversations they may see and answer; empty means all (ASG-08). */
            inboxes?: components["schemas"]["InboxId"][];
            /** @description What they sign in with. */
            login: string;
            /** @description What colleagues and customers read. */
            name: string;
            /** @description What they may do. */
            role: components["schemas"]["Role"];
            /** @description When they joined. */
            since: components["schemas"]["Timestamp"];
        };
        /** @description An operator: a person who answers. */
        OperatorId: string;
        /** @description What went to the contact, or will. */
        OutboundView: {
            /** @description The further rules that had a say in it, after one that let others go on. */
            also: components["schemas"]["Trace"][];
            /** @description Who speaks. */
            author: components["schemas"]["Author"];
            /** @description What people read for them, if it is an operator. */
            author_name?: string | null;
            /** @description What is said. */
            contents: components["schemas"]["Content"][];
            /** @description How far it has come. */
            delivery: components["schemas"]["DeliveryView"];
            /** @description The provider's ids of it, once it was sent; a contact's `quotes` points at them. */
            messages: string[];
            /** @description The provider's id of the message that it answers. */
            quotes?: string | null;
            resends?: components["schemas"]["RowId"] | null;
            trace?: components["schemas"]["Trace"] | null;
        };
        /**
         * @description What became of a rule.
         * @enum {string}
         */
        OutcomeView: "passed" | "idle" | "acted" | "went_on" | "failed" | "not_reached";
        /** @description One bubble that an operator sends. */
        Outgoing: {
            /** @description The words. */
            text: string;
            /** @enum {string} */
            type: "text";
        } | {
            /** @description Words beneath it. */
            caption?: string | null;
            /** @description A smaller picture of it. */
            preview?: string | null;
            /** @enum {string} */
            type: "image";
            /** @description The address. */
            url: string;
        } | (components["schemas"]["OutgoingUpload"] & {
            /** @enum {string} */
            type: "upload";
        }) | (components["schemas"]["OutgoingFile"] & {
            /** @enum {string} */
            type: "file";
        }) | {
            /** @description Its address. */
            address?: string | null;
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
            /** @description Its name. */
            title?: string | null;
            /** @enum {string} */
            type: "location";
        } | {
            /** @description What may be picked. */
            buttons: components["schemas"]["OutgoingButton"][];
            /** @description Whether the buttons vanish with the next message. */
            quick?: boolean;
            /** @description The question. */
            text: string;
            /** @enum {string} */
            type: "choice";
        } | {
            /** @description What opens the list, where it has to be opened; the channel's own words if it is left out. */
            open?: string | null;
            /** @description The rows. */
            rows: components["schemas"]["OutgoingRow"][];
            /** @description The question. */
            text: string;
            /** @enum {string} */
            type: "list";
        } | {
            /** @description The cards. */
            cards: components["schemas"]["OutgoingCard"][];
            /** @description Words before the cards. */
            text?: string;
            /** @enum {string} */
            type: "carousel";
        } | {
            /** @description The language, where the inbox has it in several. */
            language?: string | null;
            /** @description Its name. */
            name: string;
            /** @enum {string} */
            type: "template";
            /** @description What fills its blanks, by name. */
            values?: {
                [key: string]: string;
            };
        };
        /** @description Something to press. */
        OutgoingButton: {
            /** @description What rules know it by: at most 40 bytes. */
            id: string;
            /** @description What people read on it: at most 20 characters. */
            label: string;
        };
        /** @description One card of a carousel. */
        OutgoingCard: {
            /** @description What may be pressed. */
            buttons?: components["schemas"]["OutgoingButton"][];
            /** @description The public https address of its picture. */
            image?: string | null;
            link?: components["schemas"]["OutgoingLink"] | null;
            /** @description Words beneath it. */
            text?: string | null;
            /** @description Its headline. */
            title: string;
        };
        /** @description A film, sound or any other file. */
        OutgoingFile: {
            /** @description Words beneath it. */
            caption?: string | null;
            /**
             * Format: int64
             * @description Its length in milliseconds; LINE plays sound only with it.
             */
            duration_ms?: number | null;
            /** @description What it is. */
            kind: components["schemas"]["OutgoingKind"];
            /** @description Its name, as people read it. */
            name?: string | null;
            /** @description A picture of it; LINE shows a film only with one. */
            preview?: string | null;
            /** @description Its public https address. */
            url: string;
        };
        /**
         * @description Kinds of files.
         * @enum {string}
         */
        OutgoingKind: "video" | "audio" | "file";
        /** @description A button that opens a page. */
        OutgoingLink: {
            /** @description What people read on it: at most 20 characters. */
            label: string;
            /** @description The https address. */
            url: string;
        };
        /** @description A row of a list. */
        OutgoingRow: {
            /** @description More words about it. */
            description?: string | null;
            /** @description What rules know it by: at most 40 bytes. */
            id: string;
            /** @description What people read: at most 24 characters. */
            label: string;
        };
        /** @description A file that the caller has uploaded. */
        OutgoingUpload: {
            /** @description Words beneath it, at most 1,000 characters; a message of their own where the channel has no captions. */
            caption?: string | null;
            /** @description The id of a smaller picture of it; LINE shows films only with one. */
            preview?: string | null;
            /** @description Its id. */
            upload: string;
        };
        /** @description Different answers of the same rules. */
        PairView: {
            /**
             * Format: int64
             * @description How often.
             */
            count: number;
            /** @description The candidate's rules that would have acted; empty if none would. */
            new: string[];
            /** @description The rules in force that acted; empty if none did. */
            old: string[];
            /** @description Up to three of them, the newest last; those of inboxes that the caller may not see are left out. */
            samples: components["schemas"]["SampleView"][];
        };
        /** @description What rules may know of a contact. */
        PastContact: {
            /**
             * @description What is known about them. A thread does not tell what it was before, so these are as they are now.
             * @default {}
             */
            fields: {
                [key: string]: string;
            };
            /**
             * @description Their language as an IETF tag.
             * @default null
             */
            language: string | null;
            /**
             * @description Their name.
             * @default
             */
            name: string;
            /**
             * @description Their tags.
             * @default []
             */
            tags: string[];
        };
        /** @description A conversation of the past. */
        PastConversation: {
            /** @description With whom, as they were at its beginning as far as the thread tells. */
            contact: components["schemas"]["PastContact"];
            /** @description Which conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description What happened, oldest first. */
            events: components["schemas"]["PastHappening"][];
            /** @description Where it ran. */
            inbox: components["schemas"]["InboxId"];
        };
        /** @description One thing that happened. */
        PastHappening: components["schemas"]["Happened"] & {
            /** @description What the bot answered then. */
            answered?: components["schemas"]["Answered"];
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Its row. */
            row: components["schemas"]["RowId"];
        };
        /** @description Where a conversation is in its life. What only makes sense in one phase lives inside it. */
        Phase: {
            /** @enum {string} */
            is: "open";
        } | {
            /** @enum {string} */
            is: "on_hold";
            until?: components["schemas"]["Timestamp"] | null;
        } | {
            /** @description When silence counts as yes. */
            closes_at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            is: "ending";
        } | {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            is: "completed";
        };
        /**
         * @description Where a list shows a conversation.
         * @enum {string}
         */
        PlaceView: "bot" | "waiting" | "people" | "on_hold" | "completed";
        /** @description A body without anything but its name. */
        Plain: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
        };
        /** @description How the console behaves for one operator. What is left out is as it is at first. */
        Preferences: {
            /**
             * @description How much room things take.
             * @default comfortable
             */
            density: components["schemas"]["Density"];
            /**
             * @description Whether the desktop notifies of it.
             * @default false
             */
            desktop: boolean;
            /** @default null */
            language: components["schemas"]["Language"] | null;
            /**
             * @description Views of the list under names of the operator's own, in their order.
             * @default []
             */
            saved_views: components["schemas"]["SavedView"][];
            /**
             * @description Which key sends.
             * @default ctrl_enter
             */
            send_key: components["schemas"]["SendKey"];
            /**
             * @description Whether a sound is made for what needs the operator.
             * @default false
             */
            sound: boolean;
            /**
             * @description By inbox: the conversation in which the operator is the customer, for test sends (CMP-05).
             * @default {}
             */
            test_conversations: {
                [key: string]: string;
            };
            /**
             * @description The colours.
             * @default auto
             */
            theme: components["schemas"]["Theme"];
        };
        /** @description All preferences anew. */
        PreferencesChange: {
            /**
             * Format: int64
             * @description The version that the caller saw; `null` if none.
             */
            expected?: number | null;
            /** @description What they are to be. */
            value: components["schemas"]["Preferences"];
        };
        /** @description The preferences as they are kept. */
        PreferencesView: {
            /** @description What they are. */
            value: components["schemas"]["Preferences"];
            /**
             * Format: int64
             * @description Counts the changes; `null` before the first.
             */
            version?: number | null;
        };
        /**
         * @description Whether an operator takes work (ASG-01).
         * @enum {string}
         */
        Presence: "online" | "break" | "offline";
        /** @description What the contact would read. */
        Preview: {
            /** @description Calls to the provider, and the bubbles in each: blanks filled in, long words split. Empty if it cannot be sent. */
            calls: components["schemas"]["Content"][][];
            /** @description Blanks of which nothing is known; then it cannot be sent. */
            missing: string[];
            /** @description Why the channel cannot carry it; then it cannot be sent. */
            refused?: string | null;
            /** @description Whether the provider's messaging window will be open at that time. */
            window: components["schemas"]["WindowAt"];
        };
        /** @description What to show. */
        PreviewBody: {
            at?: components["schemas"]["Timestamp"] | null;
            /** @description One to ten bubbles. */
            contents?: components["schemas"]["Outgoing"][] | null;
            /** @description The name of a canned response. */
            template?: string | null;
            /** @description Words and nothing else; either this, `contents` or `template`. */
            text?: string | null;
        };
        /**
         * @description Who wrote the message of which lists show the beginning. Notes are never shown there.
         * @enum {string}
         */
        PreviewBy: "contact" | "bot" | "operator";
        /** @description A problem as JSON. */
        Problem: {
            /** @description A finer word than the type, where there is one, such as `timed_out`. */
            code?: string | null;
            /** @description What stands there, where somebody else was faster. */
            current?: Record<string, never> | null;
            /** @description What is wrong this time, and what to do about it. */
            detail?: string | null;
            /** @description Which field of the body or the query is wrong, such as `contents[0].text`. */
            field?: string | null;
            /** @description The request, as `urn:madoguchi:request:…`. The log knows it by the same id. */
            instance?: string | null;
            rules?: components["schemas"]["RulesFindings"] | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The same in the reader's language (`Accept-Language`: ja or en), always the same for the type. */
            title: string;
            /** @description What kind of problem it is: `urn:madoguchi:problem:…`. Stable. */
            type: string;
        };
        /**
         * @description What becomes of a message whose outcome the provider does not tell (RELIABILITY.md section 3).
         * @enum {string}
         */
        Promise: "repeated" | "confirmed" | "unknown";
        /** @description What the model proposes in place of the draft. */
        ProposalView: {
            /** @description From the old draft to the new one. */
            diff: components["schemas"]["DiffView"][];
            /** @description What takes the place of the selection; the same as `text` without one. */
            replacement: string;
            /** @description The whole new draft. */
            text: string;
        };
        /** @description A provider template with its blanks filled in. */
        ProviderTemplate: {
            /** @description What fills its blanks, in their order. */
            fields?: components["schemas"]["TemplateField"][];
            /** @description The language it was approved in, as the provider writes it; empty where the provider asks for none. */
            language?: string;
            /** @description The provider's name or id of it. */
            name: string;
            /** @description What the contact reads, as far as the desk knows. */
            text: string;
        };
        /** @description Rules to publish. */
        PublishBody: {
            /** @description Every file of its cases, at most 64. They are kept with the version; one that fails refuses it. */
            cases?: components["schemas"]["SourceBody"][];
            expected?: components["schemas"]["RulesVersion"] | null;
            /** @description What changes and why, at most 500 characters. */
            note?: string;
            /** @description Every file of the set, at most 64. */
            sources: components["schemas"]["SourceBody"][];
        };
        /** @description What came of it. */
        PublishedView: {
            /** @description Whether anything changed. */
            changed: boolean;
            previous?: components["schemas"]["RulesVersion"] | null;
            /** @description The version in force. */
            version: components["schemas"]["RulesVersion"];
        };
        /**
         * @description LINE: whom the inbox stops from sending counted messages, as things stand (EXT-01). Free replies are never stopped.
         * @enum {string}
         */
        PushStop: "never" | "automatic" | "everybody";
        /** @description What a contact thought of a conversation. */
        Rating: {
            /** @description When they said so. */
            at: components["schemas"]["Timestamp"];
            /** @description They have said why. Their words stand in the thread: here they would cost a write unit at every step. */
            commented?: boolean;
            /**
             * Format: int32
             * @description From 1 to 5.
             */
            score: number;
        };
        /** @description How far the contact has received and read the visitor's stream. */
        Receipts: {
            /**
             * Format: int64
             * @description Received up to this event.
             */
            delivered: number;
            /**
             * Format: int64
             * @description Read up to this event.
             */
            read: number;
        };
        /** @description Webhooks to pass on, the newest first. */
        RelayPage: {
            /** @description The webhooks. */
            items: components["schemas"]["RelayView"][];
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
        };
        /**
         * @description How far one has come.
         * @enum {string}
         */
        RelayState: "waiting" | "given_up";
        /** @description A webhook that is still to be passed on to the inbox's `relay_url`, or was given up. */
        RelayView: {
            /** @description When it came. */
            at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Calls begun.
             */
            attempts: number;
            /** @description Whose it is. */
            inbox: components["schemas"]["InboxId"];
            next_at?: components["schemas"]["Timestamp"] | null;
            /** @description How long it is, in bytes. */
            size_bytes: number;
            /** @description `waiting` or `given_up`. */
            state: components["schemas"]["RelayState"];
            /**
             * @description Its name.
             * @example 1795132801000-0123456789abcdef
             */
            webhook: string;
            /** @description What went wrong last. */
            why?: string | null;
        };
        /** @description What the team calls the contact. */
        RenameBody: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description The name, at most 64 characters; `null` goes back to the account's. */
            name?: string | null;
        };
        /**
         * @description Who takes a completed conversation when the contact writes again.
         * @enum {string}
         */
        ReopenTo: "bot" | "last_operator";
        /** @description A candidate to replay. */
        ReplayBody: {
            /** @description With what it is compared; the rules in force unless it is said. */
            baseline?: components["schemas"]["BaselineName"];
            /** @description The candidate. */
            candidate: components["schemas"]["Side"];
            /** @description Where to go on: `next` of the page before. */
            cursor?: string | null;
        };
        /** @description What came of a replay. */
        Replayed: {
            /**
             * Format: int64
             * @description Conversations that were looked at.
             */
            conversations: number;
            /**
             * Format: int64
             * @description Another answer than before.
             */
            different: number;
            /**
             * Format: int64
             * @description Answers during which a rule of the candidate failed. They are counted in one of the others too.
             */
            failed: number;
            /**
             * Format: int64
             * @description No answer where there was one.
             */
            gone: number;
            /**
             * Format: int64
             * @description Messages, taps, follows and timers that the rules were asked about.
             */
            messages: number;
            /** @description From which rules to which, the most frequent first; only answers that changed. */
            moves: components["schemas"]["RulesMove"][];
            /**
             * Format: int64
             * @description An answer where there was none.
             */
            new: number;
            /**
             * Format: int64
             * @description The same answer by other rules.
             */
            other_rule: number;
            /** @description By rule: how often it acted, before and after. */
            rules: {
                [key: string]: components["schemas"]["RuleReplayed"];
            };
            /**
             * Format: int64
             * @description The same answer by the same rules.
             */
            same: number;
            /**
             * Format: int64
             * @description Messages and taps that rules are not asked about: people had the conversation, or it was on hold.
             */
            silent: number;
        };
        /** @description What came of a page of the past. */
        ReplayedPage: {
            /** @description Counts of this page; the sum over all pages is the whole. */
            counts: components["schemas"]["Replayed"];
            /** @description How many conversations were looked at. */
            looked_at: number;
            /** @description How many more there are in this page. */
            more_pairs: number;
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
            /** @description The answers that changed, at most 500 of a page. */
            pairs: components["schemas"]["ChangedAnswer"][];
        };
        /** @description What came of taking a letter again. */
        ReplayedView: {
            /** @description Events that still cannot be read or routed. */
            dead: number;
            /** @description Whether the letter is gone: nothing is wrong with it any more. */
            done: boolean;
            /** @description Events that mean nothing here. */
            ignored: number;
            /** @description Events that are new. */
            kept: number;
            /** @description Events and receipts that the desk had already. */
            known: number;
            /** @description Receipts that told something new. */
            receipts: number;
            /** @description What is still wrong with it. */
            why?: string | null;
        };
        /** @description What to say to the contact. */
        Reply: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description End the conversation with it (CMP-07). */
            complete?: boolean;
            /** @description One to ten bubbles, at most three pictures among them. */
            contents?: components["schemas"]["Outgoing"][] | null;
            quotes_row?: components["schemas"]["RowId"] | null;
            /** @description The name of a canned response (テンプレート); its blanks are filled in. */
            template?: string | null;
            /** @description Words and nothing else; either this, `contents` or `template`. */
            text?: string | null;
        };
        /** @description What a candidate would have done. Time passing is not among it: `after` rules are not asked. */
        ReportView: {
            /**
             * Format: int64
             * @description What customers did, in all.
             */
            asked: number;
            /**
             * Format: int64
             * @description How often it would not.
             */
            different: number;
            /**
             * Format: int64
             * @description How often it was not asked, because it could not keep up.
             */
            dropped: number;
            /**
             * Format: int64
             * @description How often one of its rules failed.
             */
            failed: number;
            /** @description Its rules that failed, at most 50. */
            failures: components["schemas"]["FailureView"][];
            /**
             * Format: int64
             * @description How many different answers are in none of the pairs.
             */
            other_pairs: number;
            /** @description Where the answers differ, by the rules of both, the most frequent first; at most 100. */
            pairs: components["schemas"]["PairView"][];
            /** @description Its rules by name, at most 300. */
            rules: components["schemas"]["RuleCountView"][];
            /**
             * Format: int64
             * @description How often it would have answered the same.
             */
            same: number;
            /** @description Since when it was counted. */
            since: components["schemas"]["Timestamp"];
            /** @description Its version. */
            version: components["schemas"]["RulesVersion"];
        };
        /** @description A change of a scheduled message. What is said is given whole; left out, it stays as it is. */
        Reschedule: {
            at?: components["schemas"]["Timestamp"] | null;
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description One to five bubbles, in their order. */
            contents?: components["schemas"]["Outgoing"][] | null;
            /** @description Which one. */
            scheduled: components["schemas"]["ScheduledId"];
            /** @description The name of a canned response; its blanks are filled in now. */
            template?: string | null;
            /** @description Words and nothing else. */
            text?: string | null;
            /** @description Not if the contact writes first; left out: as it is. */
            unless_contact_writes?: boolean | null;
        };
        /** @description One response status. */
        ResponseStatus: {
            /** @description Its colour. */
            color: components["schemas"]["LabelColor"];
            /** @description What people read in English. */
            en: string;
            /** @description What rules and the API call it. */
            id: string;
            /** @description What people read in Japanese. */
            ja: string;
        };
        /** @description A draft to be said differently. At least one of `tone` and `length` is given. */
        RewriteBody: {
            /** @description The conversation that the draft is for: its customer's name is not shown to the model. */
            conversation?: string | null;
            /** @description The whole unsent draft. */
            draft: string;
            length?: components["schemas"]["LengthName"] | null;
            mood?: components["schemas"]["MoodName"] | null;
            selection?: components["schemas"]["Selection"] | null;
            tone?: components["schemas"]["ToneName"] | null;
        };
        /**
         * @description What an operator may do.
         * @enum {string}
         */
        Role: "operator" | "admin";
        /** @description To which version to go back. */
        RollBackBody: {
            expected?: components["schemas"]["RulesVersion"] | null;
            /** @description Why, at most 500 characters. */
            note?: string;
            /** @description The version, or at least 4 characters of its beginning; left out: the one before the one in force. */
            version?: string | null;
        };
        RowId: string;
        /** @description Some of a thread. It is read in order of time and shown in order of `seq`; the two differ by what came late. */
        RowPage: {
            /** @description Where `changes` goes on from here. With the newest page nothing is missed between the two. */
            cursor: string;
            /** @description Whether there are rows before `first`. */
            earlier: boolean;
            first?: components["schemas"]["RowId"] | null;
            last?: components["schemas"]["RowId"] | null;
            /** @description Whether there are rows after `last`. */
            later: boolean;
            /** @description Whether there is more in the direction in which was read; with `around`, in either. */
            more: boolean;
            /** @description The rows, in order of `seq`. */
            rows: components["schemas"]["RowView"][];
        };
        /** @description One entry of a thread. */
        RowView: components["schemas"]["BodyView"] & {
            /** @description When it happened. */
            at: components["schemas"]["Timestamp"];
            /**
             * @description The `client_id` of the reader's own intent that wrote it; `null` for everybody else, and for what no intent of an
             *     operator's wrote.
             */
            client_id?: string | null;
            /** @description Which row. */
            id: components["schemas"]["RowId"];
            /**
             * Format: int64
             * @description Its number in the conversation.
             */
            seq: number;
            /**
             * Format: int64
             * @description Web: its number in the visitor's stream.
             */
            stream_seq?: number | null;
        };
        /**
         * @description What about a rule changed.
         * @enum {string}
         */
        RuleAspect: "kind" | "words" | "options" | "body" | "helpers";
        /** @description How often a rule would have acted. */
        RuleCountView: {
            /**
             * Format: int64
             * @description In all.
             */
            acted: number;
            /**
             * Format: int64
             * @description With another answer than the rules in force gave.
             */
            different: number;
            /** @description Its name. */
            rule: string;
        };
        /** @description A rule that failed. */
        RuleFailed: {
            /** @description It wanted more than is allowed in one step: a conversation's automation would stop (B-32). */
            excessive: boolean;
            /** @description Its file. */
            file: string;
            /**
             * Format: int32
             * @description The line of the failure, counted from 1.
             */
            line: number;
            /** @description What went wrong. */
            message: string;
            /** @description Its name. */
            rule: string;
        };
        /** @description A rule as lists show it. */
        RuleInfo: {
            /** @description The channels it is for; empty is all. */
            channels: string[];
            /** @description The file it stands in. */
            file: string;
            /** @description `open` or `closed`, if it is only for those hours. */
            hours?: string | null;
            /** @description How it was declared: `keyword`, `on_message`, … */
            kind: string;
            /** @description The languages it is for; empty is all. */
            languages: string[];
            /**
             * Format: int32
             * @description The line it begins at, counted from 1.
             */
            line: number;
            /** @description Its name. */
            name: string;
            /** @description Its keywords, pattern, buttons or length of time, as the admin wrote them. */
            words: string[];
        };
        /** @description How often a rule acted. */
        RuleReplayed: {
            /**
             * Format: int64
             * @description In the candidate.
             */
            after: number;
            /**
             * Format: int64
             * @description In the baseline.
             */
            before: number;
            /**
             * Format: int64
             * @description In answers that changed, on either side.
             */
            changed: number;
        };
        /** @description An answer. */
        RulesAnswer: {
            /** @description The rules that failed, each with its reason. */
            failed: string[];
            /** @description The rules that acted, in their order. */
            rules: string[];
            /** @description What they wanted. Where the baseline is what was recorded, `does` is `says` or `escalate`. */
            wanted: components["schemas"]["RuleWants"][];
        };
        /**
         * @description What differs between two sets of rules. Rules are the same if they have the same name; white space, comments and
         *     the places of files make no difference.
         */
        RulesDiff: {
            /** @description Rules that are only in the set after, in their order. */
            added: components["schemas"]["RuleText"][];
            /** @description The version after. */
            after: components["schemas"]["RulesVersion"];
            /** @description The version before. */
            before: components["schemas"]["RulesVersion"];
            /** @description Rules that are in both and not the same, in the order of the set after. */
            changed: components["schemas"]["ChangedRule"][];
            /** @description Rules that are asked earlier or later than before, seen from the others, or stand in another file. */
            moved: components["schemas"]["MovedRule"][];
            /** @description Rules that are only in the set before, in their order. */
            removed: components["schemas"]["RuleText"][];
            /** @description How many rules are exactly as they were. */
            same: number;
        };
        /** @description What is wrong with rules, for people and for programs. */
        RulesFindings: {
            /** @description Mistakes and warnings by file and line. */
            diagnostics: components["schemas"]["DiagnosticView"][];
            /** @description The cases that failed. */
            failed_cases: components["schemas"]["FailedCase"][];
        };
        /** @description Answers that changed from some rules to others. */
        RulesMove: {
            /** @description The rules that act in the candidate; empty for no answer. */
            after: string[];
            /** @description The rules that acted before; empty for no answer. */
            before: string[];
            /**
             * Format: int64
             * @description How many answers.
             */
            messages: number;
        };
        /** @description Where a rule stands. */
        RuleSpot: {
            /** @description The file. */
            file: string;
            /**
             * Format: int32
             * @description The line it begins at, counted from 1.
             */
            line: number;
            /** @description Its place in the order in which rules are asked, counted from 1. */
            place: number;
        };
        /** @description A version of the rule set: the first 16 hex digits of the SHA-256 over its sources. */
        RulesVersion: string;
        /** @description The rules in force. */
        RulesView: {
            current?: components["schemas"]["CurrentView"] | null;
            /** @description In the order in which they are asked. */
            rules: components["schemas"]["RuleView"][];
            /** @description Why other rules answer than those that were put in force; `null` as it should be. */
            trouble?: string | null;
            /** @description Their version. */
            version: components["schemas"]["RulesVersion"];
            /** @description What the check thinks is hardly meant, although it runs. */
            warnings: components["schemas"]["DiagnosticView"][];
        };
        /** @description A rule and its source. */
        RuleText: components["schemas"]["RuleInfo"] & {
            /** @description Its declaration as it was written. */
            text: string;
        };
        /** @description A rule as lists show it. */
        RuleView: {
            /** @description The channels it is for; empty is all. */
            channels: string[];
            /** @description The file it stands in. */
            file: string;
            /** @description `open` or `closed`, if it is only for those hours. */
            hours?: string | null;
            /** @description How it was declared: `keyword`, `on_message`, … */
            kind: string;
            /** @description The languages it is for; empty is all. */
            languages: string[];
            /**
             * Format: int32
             * @description The line it begins at, counted from 1.
             */
            line: number;
            /** @description Its name. */
            name: string;
            /** @description Its keywords, pattern, buttons or length of time, as the admin wrote them. */
            words: string[];
        };
        /** @description A proposal in plain words and data. */
        RuleWants: {
            /** @description The buttons of a choice. */
            buttons?: components["schemas"]["Button"][];
            /** @description What kind: `reply`, `escalate`, … as rules write it. */
            does: string;
            /** @description By which rule. */
            rule: string;
            /** @description The words, the name, the reason; a field or variable as `name = value`. */
            what: string;
        };
        /** @description Which action to run. */
        RunAction: {
            /** @description The id of one of the desk's actions. */
            action: string;
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
        };
        /** @description A candidate that runs. */
        RunningView: {
            /** @description The operator who began it. */
            by: string;
            /** @description What people read for them. */
            by_name: string;
            /** @description Since when. */
            since: components["schemas"]["Timestamp"];
            /** @description Its version. */
            version: components["schemas"]["RulesVersion"];
        };
        /** @description One different answer. */
        SampleView: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The conversation. */
            conversation: components["schemas"]["ConversationId"];
            /** @description Its inbox. */
            inbox: components["schemas"]["InboxId"];
            /** @description What the candidate would have wanted. */
            new: string[];
            /** @description What the rules in force wanted: `reply`, `escalate`, … */
            old: string[];
            row?: components["schemas"]["RowId"] | null;
            /** @description What the customer wrote, or the button, as the thread has it; `null` if it is gone. */
            text?: string | null;
        };
        /** @description A view of the list under a name (EXT-06). */
        SavedView: {
            /** @description What the operator calls it. */
            name: string;
            /** @description The console's search parameters, as they stand in its address. */
            query: string;
        };
        /** @description A message to schedule. */
        Schedule: {
            /** @description When it goes out: within a year. */
            at: components["schemas"]["Timestamp"];
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description One to five bubbles, in their order. */
            contents?: components["schemas"]["Outgoing"][] | null;
            /** @description The name of a canned response; its blanks are filled in now. */
            template?: string | null;
            /** @description Words and nothing else; either this, `contents` or `template`. */
            text?: string | null;
            /** @description Not if the contact writes first. */
            unless_contact_writes?: boolean;
        };
        /** @description A scheduled message. See [`ScheduledId::of`]. */
        ScheduledId: string;
        /** @description What waits in a conversation. */
        ScheduledList: {
            /** @description By time. */
            items: components["schemas"]["ScheduledView"][];
        };
        /**
         * @description What has become of a scheduled message.
         * @enum {string}
         */
        ScheduledState: "waiting" | "sending" | "sent" | "failed" | "unknown" | "cancelled";
        /** @description A scheduled message. */
        ScheduledView: {
            /** @description For when it is, or was, scheduled. */
            at: components["schemas"]["Timestamp"];
            /** @description Who says it. */
            by: components["schemas"]["OperatorId"];
            /** @description What people read for them. */
            by_name: string;
            /** @description The inbox's kind. */
            channel: components["schemas"]["ChannelKind"];
            /** @description What people read for the contact. */
            contact_name: string;
            /** @description What is, or was, said. Of what was taken back or not sent no words are kept. */
            contents: components["schemas"]["Content"][];
            /** @description In which conversation. */
            conversation: components["schemas"]["ConversationId"];
            ended_at?: components["schemas"]["Timestamp"] | null;
            /** @description Which one. */
            id: components["schemas"]["ScheduledId"];
            /** @description In which inbox. */
            inbox: components["schemas"]["InboxId"];
            not_sent?: components["schemas"]["NotSent"] | null;
            reason?: components["schemas"]["FailReason"] | null;
            /** @description The rows that it became. */
            rows: components["schemas"]["RowId"][];
            /** @description What has become of it. */
            state: components["schemas"]["ScheduledState"];
            /** @description Not if the contact writes first. */
            unless_contact_writes: boolean;
            window?: components["schemas"]["WindowAt"] | null;
        };
        /** @description A section as it is in force. */
        SectionView_AiVoice: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            /** @description How AI writing sounds (AIW-06). */
            value: {
                /** @description How the brand speaks, in a sentence of at most 500 characters; `null` leaves it to the tone. */
                brand_voice?: string | null;
            };
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_BusinessHours: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            /** @description When people answer: a week, minus holidays (CHN-09). */
            value: {
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                friday: string[];
                /**
                 * @description Days that are closed whatever the week says.
                 * @default []
                 * @example [
                 *       "2027-01-01"
                 *     ]
                 */
                holidays: string[];
                /**
                 * @description Opening times by day of the week; a day without any is a closing day.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                monday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                saturday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                sunday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                thursday: string[];
                /**
                 * @description An IANA name such as `Asia/Tokyo`.
                 * @default Asia/Tokyo
                 * @example Asia/Tokyo
                 */
                time_zone: string;
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                tuesday: string[];
                /**
                 * @description See `monday`.
                 * @default [
                 *       "00:00-24:00"
                 *     ]
                 * @example [
                 *       "10:00-19:00"
                 *     ]
                 */
                wednesday: string[];
            };
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_InboxConduct: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            /** @description How an inbox behaves. */
            value: {
                /** @description Ask for a rating when the contact ends (CSA-03). */
                ask_rating: boolean;
                /** @description Give a conversation that needs a person to whoever is free (ASG-04). */
                auto_assign: boolean;
                /**
                 * Format: int64
                 * @description Hours of silence after which the bot's conversations complete; 0 is never.
                 */
                auto_complete_bot_hours: number;
                /**
                 * Format: int64
                 * @description Hours of silence after which the operators' conversations complete; 0 is never.
                 */
                auto_complete_operator_hours: number;
                /** @description A button's text counts as confirmed (INB-07). */
                auto_confirm_buttons: boolean;
                /** @description Text that a keyword answered counts as confirmed (INB-07). */
                auto_confirm_keywords: boolean;
                /**
                 * Format: int64
                 * @description Hours of silence after which the customer is asked whether to end: 0 (never), 1, 2, 6, 24 or 48.
                 */
                auto_end_request_hours: number;
                /** @description Whether rules answer here. */
                bot: boolean;
                /**
                 * Format: int64
                 * @description Minutes that an end request waits for the customer's answer.
                 */
                end_request_grace_minutes: number;
                hours?: components["schemas"]["BusinessHours"] | null;
                language?: components["schemas"]["Language"] | null;
                /** @description What operators read, at most 64 characters. */
                name: string;
                /** @description Give a conversation to the operator who last had it (ASG-02). */
                prefer_last_operator: boolean;
                /** @description LINE: never use the free reply token. */
                push_only: boolean;
                /** @description Who takes a completed conversation when the contact writes again. */
                reopen_to: components["schemas"]["ReopenTo"];
                /** @description The inbox's own words for what the desk says by itself. */
                texts?: {
                    [key: string]: string;
                };
            };
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_Vec_Action: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            value: {
                /** @description What it is called by: 1 to 64 of `a-z 0-9 _ -`. */
                id: string;
                /** @description What people read: 1 to 64 characters. */
                name: string;
                /** @description What is done, in order: 1 to [`Action::MAX_STEPS`]. */
                steps: components["schemas"]["ActionStep"][];
            }[];
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_Vec_Category: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            value: {
                /** @description What it is divided into. */
                children?: components["schemas"]["Category"][];
                /** @description Its name; a conversation carries the names from the top joined by ` / `, 64 characters in all. */
                name: string;
            }[];
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_Vec_FieldSetting: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            value: {
                /** @description What its values are. */
                kind: components["schemas"]["FieldKind"];
                /** @description What rules, forms and people call it, at most 64 characters. */
                name: string;
                /** @description Whether the panel beside a conversation shows it (CRM-04). What was collected stays either way. */
                shown: boolean;
            }[];
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_Vec_ResponseStatus: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            value: {
                /** @description Its colour. */
                color: components["schemas"]["LabelColor"];
                /** @description What people read in English. */
                en: string;
                /** @description What rules and the API call it. */
                id: string;
                /** @description What people read in Japanese. */
                ja: string;
            }[];
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_Vec_TagFolder: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            value: {
                /** @description Its name, at most 64 characters. */
                name: string;
                /** @description Its tags, in order. */
                tags: string[];
            }[];
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A section as it is in force. */
        SectionView_Vec_Template: {
            changed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The operator who changed it last. */
            changed_by?: string | null;
            value: {
                /** @description The folder that people find it in; none is the top. */
                folder?: string | null;
                /** @description One to five messages, in order. `{{customer}}`, `{{operator}}` and `{{field:name}}` are filled in. */
                messages: string[];
                /** @description What rules and people call it, at most 64 characters. */
                name: string;
            }[];
            /**
             * Format: int64
             * @description Counts the changes; `null` as long as what the settings file says is in force.
             */
            version?: number | null;
        };
        /** @description A part of a draft, counted in Unicode code points: neither bytes nor UTF-16 units. */
        Selection: {
            /** @description Where it ends, itself not included. */
            end: number;
            /** @description Where it begins. */
            start: number;
        };
        /** @description What may be sent in a conversation at this moment, by a person. */
        Sending: {
            automatic_window?: components["schemas"]["WindowView"] | null;
            /** @description The channel. */
            channel: components["schemas"]["ChannelKind"];
            cost?: components["schemas"]["CostView"] | null;
            /** @description Every element that a composer may offer, in order. */
            elements: components["schemas"]["ElementView"][];
            /** @description What becomes of a message whose outcome the provider does not tell. */
            promise: components["schemas"]["Promise"];
            /** @description The provider templates that may be sent. */
            templates: components["schemas"]["TemplateView"][];
            /** @description How long one message's text may be. Longer ones are split; quick replies and buttons hang on the last part. */
            text_limit: components["schemas"]["TextLimitView"];
            window?: components["schemas"]["WindowView"] | null;
        };
        /**
         * @description Which key sends a message.
         * @enum {string}
         */
        SendKey: "ctrl_enter" | "enter";
        /** @description One's sessions. */
        Sessions: {
            /** @description The last used first. */
            sessions: components["schemas"]["SessionView"][];
        };
        /** @description A session. What opens it is not in here. */
        SessionView: {
            /** @description The address from which it began; `null` if that was not known. */
            address?: string | null;
            /** @description It is the one that asks. */
            current: boolean;
            /** @description When it ends whatever happens; it ends after 30 minutes without use, too. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description What to end it by. */
            id: string;
            /** @description When it was last used, to the minute. */
            last_used_at: components["schemas"]["Timestamp"];
            /** @description When it began. */
            made_at: components["schemas"]["Timestamp"];
        };
        /** @description Every section. */
        SettingsView: {
            /** @description What operators do in one go (アクション). */
            actions: components["schemas"]["SectionView_Vec_Action"];
            /** @description How AI writing sounds. */
            ai: components["schemas"]["SectionView_AiVoice"];
            /** @description Categories of enquiries (処理タイプ). */
            categories: components["schemas"]["SectionView_Vec_Category"];
            /** @description What is known about contacts. */
            fields: components["schemas"]["SectionView_Vec_FieldSetting"];
            /** @description When people answer, unless an inbox has hours of its own. */
            hours: components["schemas"]["SectionView_BusinessHours"];
            /** @description The connected accounts. */
            inboxes: components["schemas"]["InboxSettingsView"][];
            /** @description The team's response statuses (対応ステータス), in order. */
            statuses: components["schemas"]["SectionView_Vec_ResponseStatus"];
            /** @description Tags in their folders. */
            tags: components["schemas"]["SectionView_Vec_TagFolder"];
            /** @description Canned responses (テンプレート). */
            templates: components["schemas"]["SectionView_Vec_Template"];
        };
        /** @description The first administrator. */
        SetUp: {
            /** @description What to sign in with. */
            login: components["schemas"]["Login"];
            /** @description What people read. */
            name: components["schemas"]["Name"];
            /** @description At least 12 characters. */
            password: string;
            /** @description The secret that the server printed at its start. */
            secret: string;
            /** @description Whether to answer with the session's token, for programs. */
            token?: boolean;
        };
        /** @description Whether the first administrator is still to be made. */
        SetUpNeeded: {
            /** @description `true` until `POST /v1/setup` has made one. */
            needed: boolean;
        };
        /**
         * @description How bad a finding is.
         * @enum {string}
         */
        SeverityView: "error" | "warning";
        /** @description Which rules are to run beside those in force: a version that is kept already, or sources. */
        ShadowBody: {
            /** @description Every file of its cases; one that fails refuses it. */
            cases?: components["schemas"]["SourceBody"][];
            /** @description What it tries out, at most 500 characters; kept with sources. */
            note?: string;
            /** @description Every file of a set; it is kept as a version. */
            sources?: components["schemas"]["SourceBody"][] | null;
            /** @description A version, or at least 4 characters of its beginning. */
            version?: string | null;
        };
        /** @description A candidate and what was counted of it. */
        ShadowView: {
            report?: components["schemas"]["ReportView"] | null;
            running?: components["schemas"]["RunningView"] | null;
        };
        /** @description Whether the contact saw something. */
        Shown: {
            /**
             * @description The provider took it. `false` where the channel has no such thing, the inbox does not want it, or nothing is
             *     there that it could be shown on.
             */
            shown: boolean;
        };
        /** @description One side of a comparison, or a candidate: a version, or sources; with neither, the rules in force. */
        Side: {
            /** @description Every file of its cases. */
            cases?: components["schemas"]["SourceBody"][];
            /** @description Every file of a set. */
            sources?: components["schemas"]["SourceBody"][] | null;
            /** @description A version, or at least 4 characters of its beginning. */
            version?: string | null;
        };
        /** @description A session that has begun. */
        SignedIn: {
            /** @description When the session ends whatever happens; it ends after 30 minutes without use, too. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description Who signed in. */
            operator: components["schemas"]["Operator"];
            /** @description For `Authorization: Bearer`, if it was asked for. */
            token?: string | null;
        };
        /** @description Who signs in. */
        SignIn: {
            /** @description The login. */
            login: components["schemas"]["Login"];
            /** @description The password. */
            password: string;
            /** @description Whether to answer with the session's token, for programs. */
            token?: boolean;
        };
        /** @description A file of rules or of their cases. */
        SourceBody: {
            /** @description Its name without folders, such as `20-keywords.rhai`; rules run in the order of these names. */
            file: string;
            /** @description What is in it: at most 32 KiB of rules, or 128 KiB of cases. */
            text: string;
        };
        /** @description A response status. */
        StatusBody: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description The id of one of the desk's statuses; `null` is none (なし). */
            status?: string | null;
        };
        /** @description A step that was done. */
        StepDone: {
            /** @description Done. */
            done: boolean;
            /** @description What it was. */
            step: components["schemas"]["ActionStep"];
        };
        /**
         * @description Why automation was stopped.
         * @enum {string}
         */
        StopReason: "loop" | "failing_rules" | "too_much";
        /** @description Something that happened to the conversation (SYS-01 to SYS-10). Rendered in the reader's language. */
        SystemLine: {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "assigned";
            /** @description To whom. */
            to: components["schemas"]["Assignee"];
        } | {
            /** @description Who. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "accepted";
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "reopened";
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "ended";
        } | {
            /**
             * Format: int64
             * @description How long it had been silent, in seconds.
             */
            after_seconds: number;
            /** @enum {string} */
            is: "auto_completed";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "blocked";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "unblocked";
        } | {
            /** @enum {string} */
            is: "handed_over";
            /** @description Why, in the rule's words. */
            reason: string;
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "end_requested";
        } | {
            /** @enum {string} */
            is: "end_declined";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "end_withdrawn";
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "held";
            until?: components["schemas"]["Timestamp"] | null;
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "resumed";
        } | {
            /** @description Its file. */
            file: string;
            /** @enum {string} */
            is: "rule_failed";
            /**
             * Format: int32
             * @description The line of the failure.
             */
            line: number;
            /** @description What went wrong. */
            message: string;
            /** @description Its name. */
            rule: string;
        } | {
            /** @enum {string} */
            is: "automation_stopped";
            /** @description Why. */
            reason: components["schemas"]["StopReason"];
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "status_set";
            /** @description To what; `None` is none. */
            status?: string | null;
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @description To what. */
            category?: string | null;
            /** @enum {string} */
            is: "category_set";
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "tagged";
            /** @description Which. */
            tag: string;
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "untagged";
            /** @description Which. */
            tag: string;
        } | {
            /** @description By whom. */
            by: components["schemas"]["Who"];
            /** @description Which. Its value stands with the contact. */
            field: string;
            /** @enum {string} */
            is: "field_set";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "renamed";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @description Which of the two. */
            confirmed: boolean;
            /** @enum {string} */
            is: "confirmed";
        } | {
            /** @description Which of the two. */
            bookmarked: boolean;
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "bookmarked";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @description Which of the two. */
            hidden: boolean;
            /** @enum {string} */
            is: "hidden";
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "ticket_made";
            /**
             * Format: int64
             * @description Its number.
             */
            number: number;
        } | {
            /** @description For when. */
            at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "scheduled";
        } | {
            /** @description For when it is scheduled from here on. */
            at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "rescheduled";
        } | {
            /** @description For when it was scheduled. */
            at: components["schemas"]["Timestamp"];
            /** @description By whom; the contact, if it was to go out only if they did not write first. */
            by: components["schemas"]["Who"];
            /** @enum {string} */
            is: "schedule_cancelled";
        } | {
            /** @description For when it was scheduled. */
            at: components["schemas"]["Timestamp"];
            /** @enum {string} */
            is: "schedule_not_sent";
            /** @description Why. */
            reason: components["schemas"]["NotSent"];
        } | {
            /** @description By whom. */
            by: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "rating_requested";
        } | {
            /** @description Why, in their words; at most [`Rating::MAX_COMMENT_CHARS`](crate::Rating::MAX_COMMENT_CHARS) characters. */
            comment?: string | null;
            /** @enum {string} */
            is: "rated";
            /**
             * Format: int32
             * @description From 1 to 5.
             */
            score: number;
        } | {
            /** @enum {string} */
            is: "not_delivered";
            /** @description Which row. */
            row: components["schemas"]["RowId"];
            /** @description `true`: it may have arrived. */
            unknown: boolean;
        };
        /** @description A tag. */
        TagBody: {
            /** @description The name of the intent. */
            client_id: components["schemas"]["ClientId"];
            /** @description The tag, at most 64 characters. */
            tag: string;
        };
        /** @description A folder of tags (CRM-09). */
        TagFolder: {
            /** @description Its name, at most 64 characters. */
            name: string;
            /** @description Its tags, in order. */
            tags: string[];
        };
        /** @description The team. */
        Team: {
            /** @description In order of name. */
            operators: components["schemas"]["Colleague"][];
        };
        /** @description A canned response (テンプレート, CMP-03). */
        Template: {
            /** @description The folder that people find it in; none is the top. */
            folder?: string | null;
            /** @description One to five messages, in order. `{{customer}}`, `{{operator}}` and `{{field:name}}` are filled in. */
            messages: string[];
            /** @description What rules and people call it, at most 64 characters. */
            name: string;
        };
        /** @description What fills one blank of a provider template. */
        TemplateField: {
            /** @description The name of the blank: `1`, `2`, … or a word. */
            name: string;
            /** @description What stands there. */
            value: string;
        };
        /** @description One provider template, as the provider approved it. */
        TemplateSettings: {
            /** @description The language it was approved in, as the provider writes it (`ja`, `en_US`); WeChat has none. */
            language?: string;
            /** @description The provider's name of it; on WeChat its `template_id`. */
            name: string;
            /** @description Its words, with the blanks as the provider writes them: `{{1}}`, `{{name}}`, `{{first.DATA}}`. */
            text: string;
        };
        /** @description A provider template. */
        TemplateView: components["schemas"]["TemplateSettings"] & {
            /** @description The names of its blanks, in the order in which they are filled. */
            blanks: string[];
        };
        /** @description How long a text may be. */
        TextLimitView: {
            /** @description The most units. */
            max: number;
            /** @description What is counted. */
            unit: components["schemas"]["Unit"];
        };
        /**
         * @description The colours of the console.
         * @enum {string}
         */
        Theme: "auto" | "light" | "dark";
        /** @description What opens a socket once. */
        TicketView: {
            /** @description Until when. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description For `GET /v1/live?ticket=…`, once. */
            ticket: string;
            /** @description Where to open the socket, with `?ticket=…` behind it; left out, at `/v1/live` of this very address. */
            url?: string | null;
        };
        /** Format: date-time */
        Timestamp: string;
        /**
         * @description How a text sounds (AIW-03).
         * @enum {string}
         */
        ToneName: "formal" | "casual" | "polite" | "assertive" | "humorous";
        /** @description Which rule proposed something, and why it ran. */
        Trace: {
            /** @description The file it stands in. */
            file: string;
            /**
             * Format: int32
             * @description The line it begins at, counted from 1.
             */
            line: number;
            /** @description What matched: the keyword as the admin wrote it, the button, the timer. Empty for rules without a condition. */
            matched?: string;
            /** @description The rule's name. */
            rule: string;
            /** @description The version of the rule set. */
            version: components["schemas"]["RulesVersion"];
        };
        /** @description What came of a try. */
        Tried: {
            /** @description What is wrong with the sources. */
            diagnostics: components["schemas"]["DiagnosticView"][];
            explanation?: components["schemas"]["ExplanationView"] | null;
            version?: components["schemas"]["RulesVersion"] | null;
        };
        /** @description A case to try. */
        TryBody: {
            /**
             * Format: int64
             * @description How long nothing happened.
             */
            after_seconds?: number;
            /** @description The id of the button. */
            button?: string;
            /** @description The facts around it. */
            facts?: components["schemas"]["FactsBody"];
            /** @description What happened; a message unless it is said. */
            occasion?: components["schemas"]["OccasionName"];
            /** @description The set to try; left out: the rules in force. */
            sources?: components["schemas"]["SourceBody"][] | null;
            /** @description The words of the message, at most 20,000 characters. */
            text?: string;
        };
        /**
         * @description What a channel counts.
         * @enum {string}
         */
        Unit: "utf16" | "scalars" | "bytes";
        /** @description A file that waits for its message. */
        UploadView: {
            /** @description Until when it may be put into a message. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description What to put into `contents`. */
            id: string;
            /** @description What it is for people. */
            kind: components["schemas"]["MediaKind"];
            /** @description What it is by its bytes. */
            mime: string;
            /** @description Its name, cleaned. */
            name: string;
            /**
             * Format: int64
             * @description Its size in bytes.
             */
            size_bytes: number;
            /** @description Where whoever knows it can fetch it. */
            url: string;
        };
        /** @description A version with its sources. */
        VersionDetail: components["schemas"]["VersionView"] & {
            /** @description The files of its cases, with their texts. */
            case_sources: components["schemas"]["SourceBody"][];
            /** @description Its rule files. */
            sources: components["schemas"]["SourceBody"][];
        };
        /** @description Some versions, the newest first. */
        VersionPage: {
            current?: components["schemas"]["CurrentView"] | null;
            /** @description Where to go on; `null` at the end. */
            next?: string | null;
            /** @description The versions. */
            versions: components["schemas"]["VersionView"][];
        };
        /** @description A version. */
        VersionView: {
            /** @description When that was. */
            at: components["schemas"]["Timestamp"];
            /** @description The operator who first published or tried it, or a word such as `folder`. */
            by: string;
            /** @description What people read for them. */
            by_name: string;
            /** @description The files of its cases, in their order. */
            cases: string[];
            /** @description Its rule files, in their order. */
            files: string[];
            /** @description Whether it is in force. */
            in_force: boolean;
            /** @description What its author said about it. */
            note: string;
            /** @description Whether it runs beside the one in force. */
            shadow: boolean;
            /** @description Which one. */
            version: components["schemas"]["RulesVersion"];
        };
        /** @description What somebody does who looks at a conversation. */
        ViewingBody: {
            /** @description They are writing something. */
            typing: boolean;
        };
        /**
         * @description Whose turn it is to write.
         * @enum {string}
         */
        WaitingFor: "contact" | "us";
        /** @description A proposal in plain words and data. */
        WantedView: {
            /** @description The buttons of a choice. */
            buttons: components["schemas"]["Button"][];
            /** @description What kind: `reply`, `escalate`, … as rules write it. */
            does: string;
            /** @description By which rule. */
            rule: string;
            /** @description The words, the name, the reason; a field or variable as `name = value`. */
            what: string;
        };
        /** @description Who did something. */
        Who: {
            /** @enum {string} */
            is: "contact";
        } | {
            /** @enum {string} */
            is: "rule";
            /** @description Its name. */
            rule: string;
        } | {
            /** @enum {string} */
            is: "desk";
        } | {
            /** @description Who. */
            id: components["schemas"]["OperatorId"];
            /** @enum {string} */
            is: "operator";
        };
        /** @description Why a message of the bot was sent. */
        Why: {
            answers?: components["schemas"]["Answered"] | null;
            /** @description Whether that version is still in force. */
            in_force: boolean;
            /**
             * @description The rules that proposed it, the first of them first; empty if none did: the desk itself says some things, such as
             *     that it asks a person.
             */
            rules: components["schemas"]["WhyRule"][];
            version?: components["schemas"]["WhyVersion"] | null;
        };
        /** @description A rule that proposed it. */
        WhyRule: components["schemas"]["Trace"] & {
            /** @description The rule as it was written in that version; `null` if the version is not kept. */
            source?: string | null;
        };
        /** @description The version that answered. */
        WhyVersion: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description The operator who made it, or a word such as `folder`. */
            by: string;
            /** @description What its author said about it. */
            note: string;
        };
        /**
         * @description Whether the provider's messaging window will be open then (CHN-14).
         * @enum {string}
         */
        WindowAt: "open" | "may_be_closed" | "closed";
        /** @description A provider's messaging window (CHN-14). */
        WindowView: {
            closes_at?: components["schemas"]["Timestamp"] | null;
            /** @description Whether everything that the channel carries may be sent now. */
            open: boolean;
            /**
             * Format: int32
             * @description How many messages may be sent before the contact writes again; `null` for any number.
             */
            remaining?: number | null;
            /** @description Whether approved provider templates may be sent, also when it is closed. */
            templates: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_actions: {
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
                    "application/json": components["schemas"]["Actions"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_contacts_id_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The contact */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": unknown;
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations: {
        parameters: {
            query?: {
                /** @description Only conversations of one of these: ids of operators, `me`, `nobody` (who waits to be claimed), `bot`. */
                assignee?: string[];
                /** @description `true` shows only blocked contacts, `false` only the others; left out, both. */
                blocked?: boolean;
                /** @description `true` shows only bookmarked contacts, `false` only the others; left out, both. */
                bookmarked?: boolean;
                /** @description Only conversations of one of these categories; `none` for those without. */
                category?: string[];
                /** @description Only these kinds of inboxes. */
                channel?: ("line" | "telegram" | "web" | "whatsapp" | "messenger" | "instagram" | "wechat")[];
                /** @description Where to go on: `next` of the page before, with the same filters and the same order. */
                cursor?: string;
                /** @description `true` shows the hidden contacts, and only them; left out, they are left out. */
                hidden?: boolean;
                /** @description Only these inboxes. */
                inbox?: string[];
                /** @description How many at most, 1 to 100. */
                limit?: number;
                /** @description Only contacts whose name or id holds these words. */
                q?: string;
                /**
                 * @description By activity, in steps of ten minutes. What becomes active while pages are read moves to the list's newest end:
                 *     with `newest` it is above the pages that were read, with `oldest` it comes once more on a later page.
                 */
                sort?: "newest" | "oldest";
                /** @description Only contacts with one of these response statuses, by id; `none` for those without. */
                status?: string[];
                /** @description Only contacts with one of these tags. */
                tag?: string[];
                /** @description The tab. */
                view?: "all" | "unconfirmed" | "mine" | "waiting" | "on_hold" | "completed";
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
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_assign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assign"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_bookmark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_cancel_scheduled: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelScheduled"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_category: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_changes: {
        parameters: {
            query: {
                /** @description The `cursor` of the last answer. */
                since: string;
            };
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["Changes"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_complete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_drafts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["DraftsView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_conversations_id_drafts_mode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description For whom it is */
                mode: components["schemas"]["ModeName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftKept"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_conversations_id_drafts_mode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description For whom it is */
                mode: components["schemas"]["ModeName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_field: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_hide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_hold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Hold"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_join: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_conversations_id_memo_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemoOrder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemosView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_memos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["MemosView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_memos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMemo"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemosView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_conversations_id_memos_memo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description The memo */
                memo: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMemo"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemosView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_conversations_id_memos_memo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description The memo */
                memo: string;
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
                    "application/json": components["schemas"]["MemosView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shown"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_reopen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_reply: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reply"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_request_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_request_rating: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_reschedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reschedule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_rows: {
        parameters: {
            query?: {
                /** @description Only rows after this one, the oldest of them first. */
                after?: string;
                /** @description This row with those before and after it, about half of the page each; not with `before` or `after`. */
                around?: string;
                /** @description Only rows before this one; without `before` and `after` the newest. */
                before?: string;
                /** @description How many at most, 1 to 100. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["RowPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_rows_row_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description A message with a file */
                row: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description On AWS, a large file: where it is, for a minute */
            307: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_rows_row_resend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description The row */
                row: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_rows_row_why: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
                /** @description A message of the bot's */
                row: string;
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
                    "application/json": components["schemas"]["Why"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_run_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunAction"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionDone"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Schedule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_scheduled: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["ScheduledList"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_id_sending: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
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
                    "application/json": components["schemas"]["Sending"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_typing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shown"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_unblock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_unbookmark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_unconfirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_unhide: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_untag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_viewing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewingBody"];
            };
        };
        responses: {
            /** @description Passed on, or dropped */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_conversations_id_withdraw_end_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The conversation */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Plain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_conversations_counts: {
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
                    "application/json": components["schemas"]["Counts"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dead_letters: {
        parameters: {
            query?: {
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Only this inbox. */
                inbox?: string;
                /** @description How many at most, 1 to 100. */
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
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_dead_letters_inbox_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The inbox */
                inbox: string;
                /** @description The letter */
                letter: string;
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
                    "application/json": components["schemas"]["DeadLetterDetail"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_dead_letters_inbox_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The inbox */
                inbox: string;
                /** @description The letter */
                letter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_dead_letters_inbox_letter_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The inbox */
                inbox: string;
                /** @description The letter */
                letter: string;
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
                    "application/json": components["schemas"]["ReplayedView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_drafts_rewrite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RewriteBody"];
            };
        };
        responses: {
            /** @description The proposal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalView"];
                    "text/event-stream": string;
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The model gave no complete answer; the draft stays */
            424: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_inboxes_inbox_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The inbox */
                inbox: string;
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
                    "application/json": components["schemas"]["InboxChecks"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_live: {
        parameters: {
            query: {
                /** @description From `POST /v1/live/ticket`, at most 30 seconds old. */
                ticket: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket; its frames are `LiveEvent`s */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveEvent"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_live_ticket: {
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
                    "application/json": components["schemas"]["TicketView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me: {
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
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMe"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_me_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
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
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me_drafts: {
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
                    "application/json": components["schemas"]["MyDrafts"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_me_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
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
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me_preferences: {
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
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_me_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_me_presence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyPresence"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_me_sessions: {
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
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_me_sessions_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_operators: {
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
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_operators: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Newcomer"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operator"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_operators_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The operator */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeOperator"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Colleague"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_operators_id_reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The operator */
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
                    "application/json": components["schemas"]["NewOneTimePassword"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_relays: {
        parameters: {
            query?: {
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description Only this inbox. */
                inbox?: string;
                /** @description How many at most, 1 to 100. */
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
                    "application/json": components["schemas"]["RelayPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_relays_inbox_webhook_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The inbox */
                inbox: string;
                /** @description The webhook */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is tried again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rules: {
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
                    "application/json": components["schemas"]["RulesView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_rules_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_rules_diff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiffBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RulesDiff"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_rules_publish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_rules_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_rules_rollback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_rules_try: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tried"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rules_history: {
        parameters: {
            query?: {
                /** @description `next` of the page before. */
                cursor?: string;
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
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rules_shadow: {
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
                    "application/json": components["schemas"]["ShadowView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_rules_shadow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShadowBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_rules_shadow: {
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
                    "application/json": components["schemas"]["ShadowView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rules_versions: {
        parameters: {
            query?: {
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description How many at most, 1 to 100. */
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
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rules_versions_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The version, or at least 4 characters of its beginning */
                version: string;
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
                    "application/json": components["schemas"]["VersionDetail"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_scheduled: {
        parameters: {
            query?: {
                /** @description Where to go on: `next` of the page before. */
                cursor?: string;
                /** @description From this time on; left out: from a week ago. */
                from?: string;
                /** @description Only this inbox. */
                inbox?: string;
                /** @description How many at most, 1 to 100. */
                limit?: number;
                /** @description Only those of this state. */
                state?: "waiting" | "sending" | "sent" | "failed" | "unknown" | "cancelled";
                /** @description Before this time, at most 400 days after `from`. */
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
                    "application/json": components["schemas"]["CalendarPage"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_settings: {
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
                    "application/json": components["schemas"]["SettingsView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_actions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_Vec_Action"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_Vec_Action"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_ai: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_AiVoice"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_AiVoice"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_settings_ai_test: {
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
                    "application/json": components["schemas"]["ModelCheck"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_Vec_Category"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_Vec_Category"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_settings_desk: {
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
                    "application/json": components["schemas"]["DeskView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_fields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_Vec_FieldSetting"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_Vec_FieldSetting"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_hours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_BusinessHours"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_BusinessHours"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_inboxes_inbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The inbox */
                inbox: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_InboxConduct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_InboxConduct"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_statuses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_Vec_ResponseStatus"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_Vec_ResponseStatus"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_Vec_TagFolder"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_Vec_TagFolder"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_settings_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change_Vec_Template"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SectionView_Vec_Template"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_setup: {
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
                    "application/json": components["schemas"]["SetUpNeeded"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUp"];
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
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
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
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_sign_out_everywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_uploads: {
        parameters: {
            query?: {
                /** @description Its name, as display text; left out: `file`. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadView"];
                };
            };
            /** @description Something in the request is wrong; `field` says what */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The role does not allow it, or the request may come from another site */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or the caller may not see it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The state does not allow it, or the client_id was used for something else */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is not plain JSON, or the file of a kind that is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The rules have mistakes, or what the model proposed is not fit to be shown */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too often; `Retry-After` says how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Busy; try again in a moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
