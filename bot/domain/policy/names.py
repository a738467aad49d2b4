"""The names by which parts of a model refer to each other; loading checks that each is defined."""

from typing import Annotated, NewType

from bot.domain.policy.terms import Ref

SeverityId = NewType("SeverityId", str)
TierId = NewType("TierId", str)
PathId = NewType("PathId", str)
RotationId = NewType("RotationId", str)
HoursId = NewType("HoursId", str)
HolidaysId = NewType("HolidaysId", str)
ChannelKey = NewType("ChannelKey", str)
TemplateId = NewType("TemplateId", str)
AreaId = NewType("AreaId", str)
RouteId = NewType("RouteId", str)
CustomerTierId = NewType("CustomerTierId", str)
ChecklistId = NewType("ChecklistId", str)
RunbookId = NewType("RunbookId", str)
VendorId = NewType("VendorId", str)
Tag = NewType("Tag", str)
PhaseId = NewType("PhaseId", str)
ReviewId = NewType("ReviewId", str)

ASeverity = Annotated[SeverityId, Ref("severity")]
ATier = Annotated[TierId, Ref("tier")]
APath = Annotated[PathId, Ref("path")]
ARotation = Annotated[RotationId, Ref("rotation")]
SomeHours = Annotated[HoursId, Ref("hours")]
SomeHolidays = Annotated[HolidaysId, Ref("holidays")]
AChannel = Annotated[ChannelKey, Ref("channel")]
ATemplate = Annotated[TemplateId, Ref("template")]
AnArea = Annotated[AreaId, Ref("area")]
ARoute = Annotated[RouteId, Ref("route")]
ACustomerTier = Annotated[CustomerTierId, Ref("customer tier")]
AChecklist = Annotated[ChecklistId, Ref("checklist")]
ARunbook = Annotated[RunbookId, Ref("runbook")]
AVendor = Annotated[VendorId, Ref("vendor")]
ATag = Annotated[Tag, Ref("tag")]
APhase = Annotated[PhaseId, Ref("phase")]
AReview = Annotated[ReviewId, Ref("review")]
