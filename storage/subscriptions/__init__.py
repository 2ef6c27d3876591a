"""Feeds: subscriptions, their health, how fetches ended."""
