// Code generated from openapi/datto-rmm.json by tools/generate. DO NOT EDIT.

package datto

import "github.com/datto-go/datto-rmm/modules/datto-types/dattotypes"

// The types of package dattotypes under the names of this one.
type (
	// APIKeyPair is [dattotypes.APIKeyPair].
	APIKeyPair = dattotypes.APIKeyPair
	// Account is [dattotypes.Account].
	Account = dattotypes.Account
	// AccountDescriptor is [dattotypes.AccountDescriptor].
	AccountDescriptor = dattotypes.AccountDescriptor
	// AccountDevicesStatus is [dattotypes.AccountDevicesStatus].
	AccountDevicesStatus = dattotypes.AccountDevicesStatus
	// ActionContext is [dattotypes.ActionContext].
	ActionContext = dattotypes.ActionContext
	// ActivityEntity is [dattotypes.ActivityEntity].
	ActivityEntity = dattotypes.ActivityEntity
	// ActivityLog is [dattotypes.ActivityLog].
	ActivityLog = dattotypes.ActivityLog
	// ActivityLogsPage is [dattotypes.ActivityLogsPage].
	ActivityLogsPage = dattotypes.ActivityLogsPage
	// Alert is [dattotypes.Alert].
	Alert = dattotypes.Alert
	// AlertContext is [dattotypes.AlertContext].
	AlertContext = dattotypes.AlertContext
	// AlertMonitorInfo is [dattotypes.AlertMonitorInfo].
	AlertMonitorInfo = dattotypes.AlertMonitorInfo
	// AlertPriority is [dattotypes.AlertPriority].
	AlertPriority = dattotypes.AlertPriority
	// AlertSourceInfo is [dattotypes.AlertSourceInfo].
	AlertSourceInfo = dattotypes.AlertSourceInfo
	// AlertsPage is [dattotypes.AlertsPage].
	AlertsPage = dattotypes.AlertsPage
	// Antivirus is [dattotypes.Antivirus].
	Antivirus = dattotypes.Antivirus
	// AntivirusContext is [dattotypes.AntivirusContext].
	AntivirusContext = dattotypes.AntivirusContext
	// AntivirusContextStatus is [dattotypes.AntivirusContextStatus].
	AntivirusContextStatus = dattotypes.AntivirusContextStatus
	// AntivirusStatus is [dattotypes.AntivirusStatus].
	AntivirusStatus = dattotypes.AntivirusStatus
	// AttachedDevice is [dattotypes.AttachedDevice].
	AttachedDevice = dattotypes.AttachedDevice
	// BIOS is [dattotypes.BIOS].
	BIOS = dattotypes.BIOS
	// BackupManagementContext is [dattotypes.BackupManagementContext].
	BackupManagementContext = dattotypes.BackupManagementContext
	// BaseBoard is [dattotypes.BaseBoard].
	BaseBoard = dattotypes.BaseBoard
	// Bytes is [dattotypes.Bytes].
	Bytes = dattotypes.Bytes
	// Component is [dattotypes.Component].
	Component = dattotypes.Component
	// ComponentStatus is [dattotypes.ComponentStatus].
	ComponentStatus = dattotypes.ComponentStatus
	// ComponentVariable is [dattotypes.ComponentVariable].
	ComponentVariable = dattotypes.ComponentVariable
	// ComponentsPage is [dattotypes.ComponentsPage].
	ComponentsPage = dattotypes.ComponentsPage
	// CreateQuickJobRequest is [dattotypes.CreateQuickJobRequest].
	CreateQuickJobRequest = dattotypes.CreateQuickJobRequest
	// CreateSiteRequest is [dattotypes.CreateSiteRequest].
	CreateSiteRequest = dattotypes.CreateSiteRequest
	// CreateVariableRequest is [dattotypes.CreateVariableRequest].
	CreateVariableRequest = dattotypes.CreateVariableRequest
	// CustomSNMPContext is [dattotypes.CustomSNMPContext].
	CustomSNMPContext = dattotypes.CustomSNMPContext
	// Date is [dattotypes.Date].
	Date = dattotypes.Date
	// Device is [dattotypes.Device].
	Device = dattotypes.Device
	// DeviceAudit is [dattotypes.DeviceAudit].
	DeviceAudit = dattotypes.DeviceAudit
	// DeviceClass is [dattotypes.DeviceClass].
	DeviceClass = dattotypes.DeviceClass
	// DeviceNetworkInterface is [dattotypes.DeviceNetworkInterface].
	DeviceNetworkInterface = dattotypes.DeviceNetworkInterface
	// DeviceType is [dattotypes.DeviceType].
	DeviceType = dattotypes.DeviceType
	// DeviceV3 is [dattotypes.DeviceV3].
	DeviceV3 = dattotypes.DeviceV3
	// DevicesNetworkInterfacePage is [dattotypes.DevicesNetworkInterfacePage].
	DevicesNetworkInterfacePage = dattotypes.DevicesNetworkInterfacePage
	// DevicesPage is [dattotypes.DevicesPage].
	DevicesPage = dattotypes.DevicesPage
	// DevicesPageV3 is [dattotypes.DevicesPageV3].
	DevicesPageV3 = dattotypes.DevicesPageV3
	// DiskHealthContext is [dattotypes.DiskHealthContext].
	DiskHealthContext = dattotypes.DiskHealthContext
	// DiskNameDesignation is [dattotypes.DiskNameDesignation].
	DiskNameDesignation = dattotypes.DiskNameDesignation
	// DiskUsageContext is [dattotypes.DiskUsageContext].
	DiskUsageContext = dattotypes.DiskUsageContext
	// DiskUsageUnit is [dattotypes.DiskUsageUnit].
	DiskUsageUnit = dattotypes.DiskUsageUnit
	// Display is [dattotypes.Display].
	Display = dattotypes.Display
	// DnetSiteMapping is [dattotypes.DnetSiteMapping].
	DnetSiteMapping = dattotypes.DnetSiteMapping
	// DnetSiteMappingsPage is [dattotypes.DnetSiteMappingsPage].
	DnetSiteMappingsPage = dattotypes.DnetSiteMappingsPage
	// ESXiDataExtent is [dattotypes.ESXiDataExtent].
	ESXiDataExtent = dattotypes.ESXiDataExtent
	// ESXiDatastore is [dattotypes.ESXiDatastore].
	ESXiDatastore = dattotypes.ESXiDatastore
	// ESXiGuest is [dattotypes.ESXiGuest].
	ESXiGuest = dattotypes.ESXiGuest
	// ESXiHostAudit is [dattotypes.ESXiHostAudit].
	ESXiHostAudit = dattotypes.ESXiHostAudit
	// ESXiNIC is [dattotypes.ESXiNIC].
	ESXiNIC = dattotypes.ESXiNIC
	// ESXiProcessor is [dattotypes.ESXiProcessor].
	ESXiProcessor = dattotypes.ESXiProcessor
	// ESXiSystemInfo is [dattotypes.ESXiSystemInfo].
	ESXiSystemInfo = dattotypes.ESXiSystemInfo
	// EndpointSecurityThreatContext is [dattotypes.EndpointSecurityThreatContext].
	EndpointSecurityThreatContext = dattotypes.EndpointSecurityThreatContext
	// EndpointSecurityWindowsDefenderContext is [dattotypes.EndpointSecurityWindowsDefenderContext].
	EndpointSecurityWindowsDefenderContext = dattotypes.EndpointSecurityWindowsDefenderContext
	// ErrorResponse is [dattotypes.ErrorResponse].
	ErrorResponse = dattotypes.ErrorResponse
	// EventLogContext is [dattotypes.EventLogContext].
	EventLogContext = dattotypes.EventLogContext
	// FanContext is [dattotypes.FanContext].
	FanContext = dattotypes.FanContext
	// FileSystemCondition is [dattotypes.FileSystemCondition].
	FileSystemCondition = dattotypes.FileSystemCondition
	// FileSystemContext is [dattotypes.FileSystemContext].
	FileSystemContext = dattotypes.FileSystemContext
	// FileSystemObjectType is [dattotypes.FileSystemObjectType].
	FileSystemObjectType = dattotypes.FileSystemObjectType
	// Filter is [dattotypes.Filter].
	Filter = dattotypes.Filter
	// FilterType is [dattotypes.FilterType].
	FilterType = dattotypes.FilterType
	// FiltersPage is [dattotypes.FiltersPage].
	FiltersPage = dattotypes.FiltersPage
	// GeneralSettings is [dattotypes.GeneralSettings].
	GeneralSettings = dattotypes.GeneralSettings
	// GenericContext is [dattotypes.GenericContext].
	GenericContext = dattotypes.GenericContext
	// Job is [dattotypes.Job].
	Job = dattotypes.Job
	// JobComponent is [dattotypes.JobComponent].
	JobComponent = dattotypes.JobComponent
	// JobComponentResult is [dattotypes.JobComponentResult].
	JobComponentResult = dattotypes.JobComponentResult
	// JobComponentVariable is [dattotypes.JobComponentVariable].
	JobComponentVariable = dattotypes.JobComponentVariable
	// JobComponentsPage is [dattotypes.JobComponentsPage].
	JobComponentsPage = dattotypes.JobComponentsPage
	// JobDeploymentStatus is [dattotypes.JobDeploymentStatus].
	JobDeploymentStatus = dattotypes.JobDeploymentStatus
	// JobOutput is [dattotypes.JobOutput].
	JobOutput = dattotypes.JobOutput
	// JobResults is [dattotypes.JobResults].
	JobResults = dattotypes.JobResults
	// JobStatus is [dattotypes.JobStatus].
	JobStatus = dattotypes.JobStatus
	// LogicalDisk is [dattotypes.LogicalDisk].
	LogicalDisk = dattotypes.LogicalDisk
	// MailRecipient is [dattotypes.MailRecipient].
	MailRecipient = dattotypes.MailRecipient
	// MobileInfo is [dattotypes.MobileInfo].
	MobileInfo = dattotypes.MobileInfo
	// NetworkInterface is [dattotypes.NetworkInterface].
	NetworkInterface = dattotypes.NetworkInterface
	// NetworkMonitorContext is [dattotypes.NetworkMonitorContext].
	NetworkMonitorContext = dattotypes.NetworkMonitorContext
	// OnlineOfflineStatusContext is [dattotypes.OnlineOfflineStatusContext].
	OnlineOfflineStatusContext = dattotypes.OnlineOfflineStatusContext
	// OnlineStatus is [dattotypes.OnlineStatus].
	OnlineStatus = dattotypes.OnlineStatus
	// OperationRateStatus is [dattotypes.OperationRateStatus].
	OperationRateStatus = dattotypes.OperationRateStatus
	// PSUContext is [dattotypes.PSUContext].
	PSUContext = dattotypes.PSUContext
	// PageDetails is [dattotypes.PageDetails].
	PageDetails = dattotypes.PageDetails
	// Pagination is [dattotypes.Pagination].
	Pagination = dattotypes.Pagination
	// Patch is [dattotypes.Patch].
	Patch = dattotypes.Patch
	// PatchContext is [dattotypes.PatchContext].
	PatchContext = dattotypes.PatchContext
	// PatchInstallStatus is [dattotypes.PatchInstallStatus].
	PatchInstallStatus = dattotypes.PatchInstallStatus
	// PatchManagement is [dattotypes.PatchManagement].
	PatchManagement = dattotypes.PatchManagement
	// PatchSeverity is [dattotypes.PatchSeverity].
	PatchSeverity = dattotypes.PatchSeverity
	// PatchStatus is [dattotypes.PatchStatus].
	PatchStatus = dattotypes.PatchStatus
	// PatchType is [dattotypes.PatchType].
	PatchType = dattotypes.PatchType
	// PatchesPage is [dattotypes.PatchesPage].
	PatchesPage = dattotypes.PatchesPage
	// PerformanceResourceUsageContext is [dattotypes.PerformanceResourceUsageContext].
	PerformanceResourceUsageContext = dattotypes.PerformanceResourceUsageContext
	// PhysicalMemory is [dattotypes.PhysicalMemory].
	PhysicalMemory = dattotypes.PhysicalMemory
	// PingContext is [dattotypes.PingContext].
	PingContext = dattotypes.PingContext
	// PrinterAudit is [dattotypes.PrinterAudit].
	PrinterAudit = dattotypes.PrinterAudit
	// PrinterContext is [dattotypes.PrinterContext].
	PrinterContext = dattotypes.PrinterContext
	// PrinterCounters is [dattotypes.PrinterCounters].
	PrinterCounters = dattotypes.PrinterCounters
	// PrinterMarkerSupply is [dattotypes.PrinterMarkerSupply].
	PrinterMarkerSupply = dattotypes.PrinterMarkerSupply
	// PrinterSystemInfo is [dattotypes.PrinterSystemInfo].
	PrinterSystemInfo = dattotypes.PrinterSystemInfo
	// ProcessStatus is [dattotypes.ProcessStatus].
	ProcessStatus = dattotypes.ProcessStatus
	// Processor is [dattotypes.Processor].
	Processor = dattotypes.Processor
	// ProxySettings is [dattotypes.ProxySettings].
	ProxySettings = dattotypes.ProxySettings
	// ProxySettingsRequest is [dattotypes.ProxySettingsRequest].
	ProxySettingsRequest = dattotypes.ProxySettingsRequest
	// ProxyType is [dattotypes.ProxyType].
	ProxyType = dattotypes.ProxyType
	// QuickJob is [dattotypes.QuickJob].
	QuickJob = dattotypes.QuickJob
	// QuickJobComponent is [dattotypes.QuickJobComponent].
	QuickJobComponent = dattotypes.QuickJobComponent
	// QuickJobVariable is [dattotypes.QuickJobVariable].
	QuickJobVariable = dattotypes.QuickJobVariable
	// RansomWareContext is [dattotypes.RansomWareContext].
	RansomWareContext = dattotypes.RansomWareContext
	// RequestRate is [dattotypes.RequestRate].
	RequestRate = dattotypes.RequestRate
	// ResourceType is [dattotypes.ResourceType].
	ResourceType = dattotypes.ResourceType
	// ResourceUsageContext is [dattotypes.ResourceUsageContext].
	ResourceUsageContext = dattotypes.ResourceUsageContext
	// ResponseAction is [dattotypes.ResponseAction].
	ResponseAction = dattotypes.ResponseAction
	// ResponseActionType is [dattotypes.ResponseActionType].
	ResponseActionType = dattotypes.ResponseActionType
	// SNMPInfo is [dattotypes.SNMPInfo].
	SNMPInfo = dattotypes.SNMPInfo
	// SNMPProbeContext is [dattotypes.SNMPProbeContext].
	SNMPProbeContext = dattotypes.SNMPProbeContext
	// ScriptContext is [dattotypes.ScriptContext].
	ScriptContext = dattotypes.ScriptContext
	// SecCenterAlertType is [dattotypes.SecCenterAlertType].
	SecCenterAlertType = dattotypes.SecCenterAlertType
	// SecCenterContext is [dattotypes.SecCenterContext].
	SecCenterContext = dattotypes.SecCenterContext
	// Secret is [dattotypes.Secret].
	Secret = dattotypes.Secret
	// SecurityManagementContext is [dattotypes.SecurityManagementContext].
	SecurityManagementContext = dattotypes.SecurityManagementContext
	// ServiceResourceUsageContext is [dattotypes.ServiceResourceUsageContext].
	ServiceResourceUsageContext = dattotypes.ServiceResourceUsageContext
	// ServiceStatusContext is [dattotypes.ServiceStatusContext].
	ServiceStatusContext = dattotypes.ServiceStatusContext
	// SetUDFsV3Request is [dattotypes.SetUDFsV3Request].
	SetUDFsV3Request = dattotypes.SetUDFsV3Request
	// SetWarrantyRequest is [dattotypes.SetWarrantyRequest].
	SetWarrantyRequest = dattotypes.SetWarrantyRequest
	// Site is [dattotypes.Site].
	Site = dattotypes.Site
	// SiteDevicesStatus is [dattotypes.SiteDevicesStatus].
	SiteDevicesStatus = dattotypes.SiteDevicesStatus
	// SitePatch is [dattotypes.SitePatch].
	SitePatch = dattotypes.SitePatch
	// SitePatchesPage is [dattotypes.SitePatchesPage].
	SitePatchesPage = dattotypes.SitePatchesPage
	// SiteReference is [dattotypes.SiteReference].
	SiteReference = dattotypes.SiteReference
	// SiteSettings is [dattotypes.SiteSettings].
	SiteSettings = dattotypes.SiteSettings
	// SitesPage is [dattotypes.SitesPage].
	SitesPage = dattotypes.SitesPage
	// Software is [dattotypes.Software].
	Software = dattotypes.Software
	// SoftwareAction is [dattotypes.SoftwareAction].
	SoftwareAction = dattotypes.SoftwareAction
	// SoftwarePage is [dattotypes.SoftwarePage].
	SoftwarePage = dattotypes.SoftwarePage
	// StatusContext is [dattotypes.StatusContext].
	StatusContext = dattotypes.StatusContext
	// SystemInfo is [dattotypes.SystemInfo].
	SystemInfo = dattotypes.SystemInfo
	// SystemStatus is [dattotypes.SystemStatus].
	SystemStatus = dattotypes.SystemStatus
	// TemperatureContext is [dattotypes.TemperatureContext].
	TemperatureContext = dattotypes.TemperatureContext
	// Timestamp is [dattotypes.Timestamp].
	Timestamp = dattotypes.Timestamp
	// UDFType is [dattotypes.UDFType].
	UDFType = dattotypes.UDFType
	// UDFV3 is [dattotypes.UDFV3].
	UDFV3 = dattotypes.UDFV3
	// UDFV3Request is [dattotypes.UDFV3Request].
	UDFV3Request = dattotypes.UDFV3Request
	// UDFs is [dattotypes.UDFs].
	UDFs = dattotypes.UDFs
	// UpdateSiteRequest is [dattotypes.UpdateSiteRequest].
	UpdateSiteRequest = dattotypes.UpdateSiteRequest
	// UpdateVariableRequest is [dattotypes.UpdateVariableRequest].
	UpdateVariableRequest = dattotypes.UpdateVariableRequest
	// User is [dattotypes.User].
	User = dattotypes.User
	// UserReference is [dattotypes.UserReference].
	UserReference = dattotypes.UserReference
	// UsersPage is [dattotypes.UsersPage].
	UsersPage = dattotypes.UsersPage
	// Variable is [dattotypes.Variable].
	Variable = dattotypes.Variable
	// VariablesPage is [dattotypes.VariablesPage].
	VariablesPage = dattotypes.VariablesPage
	// VideoBoard is [dattotypes.VideoBoard].
	VideoBoard = dattotypes.VideoBoard
	// WMIContext is [dattotypes.WMIContext].
	WMIContext = dattotypes.WMIContext
	// WindowsPerformanceContext is [dattotypes.WindowsPerformanceContext].
	WindowsPerformanceContext = dattotypes.WindowsPerformanceContext
)

// The constants of package dattotypes under the names of this one.
const (
	ActivityEntityDevice                     = dattotypes.ActivityEntityDevice
	ActivityEntityUser                       = dattotypes.ActivityEntityUser
	AlertPriorityCritical                    = dattotypes.AlertPriorityCritical
	AlertPriorityHigh                        = dattotypes.AlertPriorityHigh
	AlertPriorityInformation                 = dattotypes.AlertPriorityInformation
	AlertPriorityLow                         = dattotypes.AlertPriorityLow
	AlertPriorityModerate                    = dattotypes.AlertPriorityModerate
	AlertPriorityUnknown                     = dattotypes.AlertPriorityUnknown
	AntivirusContextStatusNotDetected        = dattotypes.AntivirusContextStatusNotDetected
	AntivirusContextStatusNotRunning         = dattotypes.AntivirusContextStatusNotRunning
	AntivirusContextStatusRunningNotUpToDate = dattotypes.AntivirusContextStatusRunningNotUpToDate
	AntivirusStatusNotDetected               = dattotypes.AntivirusStatusNotDetected
	AntivirusStatusNotRunning                = dattotypes.AntivirusStatusNotRunning
	AntivirusStatusRunningAndNotUpToDate     = dattotypes.AntivirusStatusRunningAndNotUpToDate
	AntivirusStatusRunningAndUpToDate        = dattotypes.AntivirusStatusRunningAndUpToDate
	ComponentStatusFailure                   = dattotypes.ComponentStatusFailure
	ComponentStatusSuccess                   = dattotypes.ComponentStatusSuccess
	DeviceClassDevice                        = dattotypes.DeviceClassDevice
	DeviceClassESXiHost                      = dattotypes.DeviceClassESXiHost
	DeviceClassPrinter                       = dattotypes.DeviceClassPrinter
	DeviceClassRMMNetworkDevice              = dattotypes.DeviceClassRMMNetworkDevice
	DeviceClassUnknown                       = dattotypes.DeviceClassUnknown
	DiskNameDesignationAllVolumes            = dattotypes.DiskNameDesignationAllVolumes
	DiskNameDesignationAnyVolume             = dattotypes.DiskNameDesignationAnyVolume
	DiskNameDesignationSingleVolume          = dattotypes.DiskNameDesignationSingleVolume
	DiskUsageUnitFree                        = dattotypes.DiskUsageUnitFree
	DiskUsageUnitPercent                     = dattotypes.DiskUsageUnitPercent
	DiskUsageUnitUsed                        = dattotypes.DiskUsageUnitUsed
	FileSystemConditionAboveThreshold        = dattotypes.FileSystemConditionAboveThreshold
	FileSystemConditionBelowThreshold        = dattotypes.FileSystemConditionBelowThreshold
	FileSystemConditionCreated               = dattotypes.FileSystemConditionCreated
	FileSystemConditionRemoved               = dattotypes.FileSystemConditionRemoved
	FileSystemObjectTypeDirectory            = dattotypes.FileSystemObjectTypeDirectory
	FileSystemObjectTypeFile                 = dattotypes.FileSystemObjectTypeFile
	FilterTypeCustom                         = dattotypes.FilterTypeCustom
	FilterTypeDefault                        = dattotypes.FilterTypeDefault
	FilterTypeSite                           = dattotypes.FilterTypeSite
	JobDeploymentStatusExpired               = dattotypes.JobDeploymentStatusExpired
	JobDeploymentStatusFailure               = dattotypes.JobDeploymentStatusFailure
	JobDeploymentStatusPending               = dattotypes.JobDeploymentStatusPending
	JobDeploymentStatusRetired               = dattotypes.JobDeploymentStatusRetired
	JobDeploymentStatusRunning               = dattotypes.JobDeploymentStatusRunning
	JobDeploymentStatusSuccess               = dattotypes.JobDeploymentStatusSuccess
	JobDeploymentStatusWarning               = dattotypes.JobDeploymentStatusWarning
	JobStatusActive                          = dattotypes.JobStatusActive
	JobStatusCompleted                       = dattotypes.JobStatusCompleted
	MaxUDF                                   = dattotypes.MaxUDF
	OnlineStatusOffline                      = dattotypes.OnlineStatusOffline
	OnlineStatusOnline                       = dattotypes.OnlineStatusOnline
	PatchInstallStatusApprovedPending        = dattotypes.PatchInstallStatusApprovedPending
	PatchInstallStatusInstalled              = dattotypes.PatchInstallStatusInstalled
	PatchInstallStatusNotApproved            = dattotypes.PatchInstallStatusNotApproved
	PatchSeverityCritical                    = dattotypes.PatchSeverityCritical
	PatchSeverityImportant                   = dattotypes.PatchSeverityImportant
	PatchSeverityLow                         = dattotypes.PatchSeverityLow
	PatchSeverityModerate                    = dattotypes.PatchSeverityModerate
	PatchSeverityUnspecified                 = dattotypes.PatchSeverityUnspecified
	PatchStatusApprovedPending               = dattotypes.PatchStatusApprovedPending
	PatchStatusFullyPatched                  = dattotypes.PatchStatusFullyPatched
	PatchStatusInstallError                  = dattotypes.PatchStatusInstallError
	PatchStatusNoData                        = dattotypes.PatchStatusNoData
	PatchStatusNoPolicy                      = dattotypes.PatchStatusNoPolicy
	PatchStatusRebootRequired                = dattotypes.PatchStatusRebootRequired
	PatchTypeDriver                          = dattotypes.PatchTypeDriver
	PatchTypeSoftware                        = dattotypes.PatchTypeSoftware
	ProcessStatusContinuePending             = dattotypes.ProcessStatusContinuePending
	ProcessStatusPausePending                = dattotypes.ProcessStatusPausePending
	ProcessStatusPaused                      = dattotypes.ProcessStatusPaused
	ProcessStatusRunning                     = dattotypes.ProcessStatusRunning
	ProcessStatusStartPending                = dattotypes.ProcessStatusStartPending
	ProcessStatusStopPending                 = dattotypes.ProcessStatusStopPending
	ProcessStatusStopped                     = dattotypes.ProcessStatusStopped
	ProxyTypeHTTP                            = dattotypes.ProxyTypeHTTP
	ProxyTypeSOCKS4                          = dattotypes.ProxyTypeSOCKS4
	ProxyTypeSOCKS5                          = dattotypes.ProxyTypeSOCKS5
	ResourceTypeCPU                          = dattotypes.ResourceTypeCPU
	ResourceTypeDiskHealth                   = dattotypes.ResourceTypeDiskHealth
	ResourceTypeFan                          = dattotypes.ResourceTypeFan
	ResourceTypeMemory                       = dattotypes.ResourceTypeMemory
	ResourceTypePSU                          = dattotypes.ResourceTypePSU
	ResourceTypeSNMPThroughput               = dattotypes.ResourceTypeSNMPThroughput
	ResourceTypeTemperature                  = dattotypes.ResourceTypeTemperature
	ResponseActionTypeComponent              = dattotypes.ResponseActionTypeComponent
	ResponseActionTypeEmailSendError         = dattotypes.ResponseActionTypeEmailSendError
	ResponseActionTypeEmailSent              = dattotypes.ResponseActionTypeEmailSent
	ResponseActionTypeTicketClosedCall       = dattotypes.ResponseActionTypeTicketClosedCall
	ResponseActionTypeTicketCreated          = dattotypes.ResponseActionTypeTicketCreated
	ResponseActionTypeTicketCreationError    = dattotypes.ResponseActionTypeTicketCreationError
	ResponseActionTypeTicketPending          = dattotypes.ResponseActionTypeTicketPending
	ResponseActionTypeWebhookExecuted        = dattotypes.ResponseActionTypeWebhookExecuted
	ResponseActionTypeWebhookExecutionError  = dattotypes.ResponseActionTypeWebhookExecutionError
	SecCenterAlertTypeDisabled               = dattotypes.SecCenterAlertTypeDisabled
	SecCenterAlertTypeNotUpToDate            = dattotypes.SecCenterAlertTypeNotUpToDate
	SoftwareActionInstalled                  = dattotypes.SoftwareActionInstalled
	SoftwareActionUninstalled                = dattotypes.SoftwareActionUninstalled
	SoftwareActionVersionChanged             = dattotypes.SoftwareActionVersionChanged
	UDFTypeBoolean                           = dattotypes.UDFTypeBoolean
	UDFTypeDate                              = dattotypes.UDFTypeDate
	UDFTypeNumber                            = dattotypes.UDFTypeNumber
	UDFTypeString                            = dattotypes.UDFTypeString
)
