"""The content delivery network: functions at the edge and how changes reach it."""
