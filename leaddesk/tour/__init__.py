"""The guided tour: drives the real window through every vendor's searches on the demo, checks and pictures each step.

It works on a profile of its own in a temporary folder and keeps its secrets in memory: nothing of the person
who runs it is read or changed. Each step ends with a check; what it shows is saved in light and in dark.
"""

from leaddesk.tour.walk import run_tour

__all__ = ["run_tour"]
